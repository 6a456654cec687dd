data "aws_partition" "current" {}

locals {
  tags = merge({ Project = "verigrad" }, var.tags)

  # large is 2 processors, xlarge 4, Nxlarge 4N; a core is two of them, but one on Graviton (m7g, c7gn, ...).
  size       = regex("\\.(([0-9]*)x)?large$", var.instance_type)
  processors = local.size[0] == null ? 2 : 4 * (local.size[1] == "" ? 1 : tonumber(local.size[1]))
  per_core   = can(regex("^[a-z][0-9]g", var.instance_type)) ? 1 : 2

  # KMS compares the measurements of the enclave that asks; in debug mode they are zeros and never equal.
  recipient = merge(
    {
      "kms:RecipientAttestation:ImageSha384" = var.image.pcr0
      "kms:RecipientAttestation:PCR1"        = var.image.pcr1
      "kms:RecipientAttestation:PCR2"        = var.image.pcr2
    },
    var.image.pcr8 == null ? {} : { "kms:RecipientAttestation:PCR8" = var.image.pcr8 },
  )
}

resource "aws_iam_role" "this" {
  name = var.name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
  tags = local.tags
}

resource "aws_iam_role_policy" "image" {
  name = "${var.name}-image"
  role = aws_iam_role.this.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadEnclaveImage"
      Effect   = "Allow"
      Action   = ["s3:GetObjectVersion"]
      Resource = ["arn:${data.aws_partition.current.partition}:s3:::${var.image.bucket}/${var.image.key}"]
    }]
  })
}

resource "aws_iam_instance_profile" "this" {
  name = var.name
  role = aws_iam_role.this.name
  tags = local.tags
}

# Opens what was sealed for the enclave. The parent has the same role, but not the enclave's measurements.
resource "aws_kms_key" "sealing" {
  description             = "Verigrad forwarder: opened by the measured enclave only"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.tags

  # In a key policy the resource * is this key alone.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OpenInsideTheEnclave"
        Effect    = "Allow"
        Principal = { AWS = [aws_iam_role.this.arn] }
        Action    = ["kms:Decrypt"]
        Resource  = "*"
        Condition = { StringEqualsIgnoreCase = local.recipient }
      },
      {
        Sid       = "Seal"
        Effect    = "Allow"
        Principal = { AWS = var.key_administrators }
        Action    = ["kms:Encrypt"]
        Resource  = "*"
      },
      {
        Sid       = "Administer"
        Effect    = "Allow"
        Principal = { AWS = var.key_administrators }
        Action = [
          "kms:CancelKeyDeletion",
          "kms:DescribeKey",
          "kms:DisableKey",
          "kms:EnableKey",
          "kms:EnableKeyRotation",
          "kms:GetKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListResourceTags",
          "kms:PutKeyPolicy",
          "kms:ScheduleKeyDeletion",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:UpdateKeyDescription",
        ]
        Resource = "*"
      },
    ]
  })
}

resource "aws_security_group" "this" {
  name        = var.name
  description = "Verigrad forwarder"
  vpc_id      = var.network.vpc_id
  tags        = merge(local.tags, { Name = var.name })
}

resource "aws_vpc_security_group_ingress_rule" "callers" {
  for_each          = var.callers
  security_group_id = aws_security_group.this.id
  description       = "Callers of the enclave"
  ip_protocol       = "tcp"
  from_port         = var.port
  to_port           = var.port
  cidr_ipv4         = each.value
}

resource "aws_vpc_security_group_egress_rule" "enclave" {
  for_each          = toset([for port in distinct(concat([443], [for e in values(var.egress) : e.port])) : tostring(port)])
  security_group_id = aws_security_group.this.id
  description       = "Upstreams and AWS APIs"
  ip_protocol       = "tcp"
  from_port         = tonumber(each.value)
  to_port           = tonumber(each.value)
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_instance" "this" {
  ami                         = var.ami_id
  instance_type               = var.instance_type
  subnet_id                   = var.network.subnet_id
  vpc_security_group_ids      = [aws_security_group.this.id]
  iam_instance_profile        = aws_iam_instance_profile.this.name
  associate_public_ip_address = false
  monitoring                  = true
  user_data_replace_on_change = true
  tags                        = merge(local.tags, { Name = var.name })

  user_data = templatefile("${path.module}/parent.sh.tftpl", {
    image   = var.image
    enclave = var.enclave
    egress  = var.egress
    port    = var.port
  })

  enclave_options {
    enabled = true
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    encrypted   = true
    volume_size = 30
    volume_type = "gp3"
  }

  lifecycle {
    precondition {
      condition     = var.enclave.cpus + local.per_core <= local.processors
      error_message = "enclave.cpus leaves the parent no core of its ${local.processors} processors: take a larger instance_type."
    }
  }

  depends_on = [aws_iam_role_policy.image]
}
