# The plot of docs/performance.md, from what growth.sh printed:
#   gnuplot -e "data='docs/growth.tsv'" tests/bench/growth.gp >docs/growth.svg
set terminal svg size 760,460 background rgb "white" font "sans-serif,12"
set datafile separator "\t"
set logscale xy
set xlabel "million events"
set ylabel "seconds"
set grid
set key left top
set xrange [0.8:260]
set xtics ("1" 1, "10" 10, "50" 50, "200" 200)
of(what, seconds_a_unit) = sprintf("< grep -F '\t%s\t' %s | awk -F'\t' '{ print $1 / 1e6 \"\t\" $3 * %g }'", what, data, seconds_a_unit)
plot of("breach list, process", 1) with linespoints lw 2 pt 7 title "whole breach list as CSV, process", \
     of("20-week list, process", 1) with linespoints lw 2 pt 7 title "20-week list as CSV, process", \
     of("every duty: clocks run, breaches counted, 1,000 worst", 1e-3) with linespoints lw 2 pt 7 title "every duty, resident", \
     of("grouped by case, put in order", 1e-3) with linespoints lw 2 pt 7 title "grouped by case, resident", \
     of("average authority, process", 1) with linespoints lw 2 pt 7 title "average authority, process"
