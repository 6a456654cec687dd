# Each group allows exactly the ways that are used: functions to the ledger, the bus and HTTPS.

resource "aws_security_group" "functions" {
  name        = "${var.name}-functions"
  description = "Verigrad functions"
  vpc_id      = var.network.vpc_id
  tags        = merge(local.tags, { Name = "${var.name}-functions" })
}

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "Verigrad ledger"
  vpc_id      = var.network.vpc_id
  tags        = merge(local.tags, { Name = "${var.name}-database" })
}

resource "aws_security_group" "kafka" {
  name        = "${var.name}-kafka"
  description = "Verigrad bus"
  vpc_id      = var.network.vpc_id
  tags        = merge(local.tags, { Name = "${var.name}-kafka" })
}

resource "aws_vpc_security_group_egress_rule" "functions_https" {
  security_group_id = aws_security_group.functions.id
  description       = "Chain, validators, AWS APIs"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "functions_database" {
  security_group_id            = aws_security_group.functions.id
  description                  = "Ledger"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.database.id
}

resource "aws_vpc_security_group_egress_rule" "functions_kafka" {
  security_group_id            = aws_security_group.functions.id
  description                  = "Bus"
  ip_protocol                  = "tcp"
  from_port                    = 9096
  to_port                      = 9098
  referenced_security_group_id = aws_security_group.kafka.id
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id            = aws_security_group.database.id
  description                  = "Functions"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.functions.id
}

resource "aws_vpc_security_group_ingress_rule" "kafka_functions" {
  security_group_id            = aws_security_group.kafka.id
  description                  = "Functions that write"
  ip_protocol                  = "tcp"
  from_port                    = 9096
  to_port                      = 9098
  referenced_security_group_id = aws_security_group.functions.id
}

# Lambda's pollers use the cluster's own group.
resource "aws_vpc_security_group_ingress_rule" "kafka_pollers" {
  security_group_id            = aws_security_group.kafka.id
  description                  = "Event source pollers"
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
  referenced_security_group_id = aws_security_group.kafka.id
}

resource "aws_vpc_security_group_egress_rule" "kafka_pollers" {
  security_group_id            = aws_security_group.kafka.id
  description                  = "Event source pollers to the brokers"
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
  referenced_security_group_id = aws_security_group.kafka.id
}

resource "aws_vpc_security_group_egress_rule" "kafka_pollers_https" {
  security_group_id = aws_security_group.kafka.id
  description       = "Event source pollers to Lambda and STS"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}
