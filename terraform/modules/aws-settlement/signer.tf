# The key that pays for gas. It never leaves KMS; one role signs with it, others administer it, nobody does both.
resource "aws_kms_key" "signer" {
  description              = "Verigrad settlement: signs transactions"
  customer_master_key_spec = "ECC_SECG_P256K1"
  key_usage                = "SIGN_VERIFY"
  deletion_window_in_days  = 30
  multi_region             = false
  tags                     = local.tags

  # In a key policy the resource * is this key alone.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Sign"
        Effect    = "Allow"
        Principal = { AWS = [var.signer_role_arn] }
        Action    = ["kms:Sign"]
        Resource  = "*"
        Condition = {
          StringEquals = {
            "kms:SigningAlgorithm" = "ECDSA_SHA_256"
            "kms:MessageType"      = "DIGEST"
          }
        }
      },
      {
        Sid       = "KnowTheAddress"
        Effect    = "Allow"
        Principal = { AWS = [var.signer_role_arn] }
        Action    = ["kms:GetPublicKey", "kms:DescribeKey"]
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
          "kms:GetKeyPolicy",
          "kms:GetPublicKey",
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

  lifecycle {
    precondition {
      condition     = !contains(var.key_administrators, var.signer_role_arn)
      error_message = "signer_role_arn must not be among key_administrators: who signs could give itself more rights."
    }
  }
}

resource "aws_kms_alias" "signer" {
  name          = "alias/${var.name}-signer"
  target_key_id = aws_kms_key.signer.id
}
