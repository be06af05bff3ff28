echo last
