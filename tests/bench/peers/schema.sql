-- Types and days by number: generous to the peers, whose users would also write texts.
create table events (
    la          smallint not null,
    case_ref    varchar not null,
    position    integer not null,
    type        smallint not null,
    date        date not null,
    in_force    boolean not null,
    source      varchar not null,
    id          varchar not null,
    recorded_at timestamptz not null,
    actor       varchar not null,
    details     varchar
)
