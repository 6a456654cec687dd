output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "alias_name" {
  description = "Name of the alias that callers use."
  value       = aws_lambda_alias.this.name
}

output "alias_arn" {
  description = "ARN of the alias: what event sources and schedules call."
  value       = aws_lambda_alias.this.arn
}

output "alias_invoke_arn" {
  description = "ARN by which an HTTP API calls the alias."
  value       = aws_lambda_alias.this.invoke_arn
}

output "version" {
  description = "The published version behind the alias."
  value       = aws_lambda_function.this.version
}

output "role_name" {
  description = "Name of the role that the function runs with."
  value       = aws_iam_role.this.name
}

output "role_arn" {
  description = "ARN of the role that the function runs with."
  value       = aws_iam_role.this.arn
}

output "url" {
  description = "The function's own URL, for SigV4 callers; null where there is none."
  value       = one(aws_lambda_function_url.this[*].function_url)
}

output "dead_letter_queue_arn" {
  description = "ARN of the queue of calls that failed for good."
  value       = aws_sqs_queue.dead_letters.arn
}

output "dead_letter_queue_name" {
  description = "Name of the queue of calls that failed for good, for alarms."
  value       = aws_sqs_queue.dead_letters.name
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}
