variable "name" {
  description = "Prefix of all names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{4,26}[a-z0-9])$", var.name))
    error_message = "name must be 6 to 28 lower case letters, digits and hyphens (a service account's name), start with a letter and not end in a hyphen."
  }
}

variable "project_id" {
  description = "The Google Cloud project; it is part of the evidence."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id must be the id of a project (not its number)."
  }
}

variable "zone" {
  description = "A zone that has a3-highgpu-1g with Confidential Computing, and quota for it. Google changes the list: see its supported configurations."
  type        = string
  default     = "us-central1-a"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+-[a-z]$", var.zone))
    error_message = "zone must be the name of a zone, such as us-central1-a."
  }
}

variable "subnetwork" {
  description = "Self link of the subnetwork (projects/.../regions/.../subnetworks/...), in the zone's region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("projects/[^/]+/regions/[^/]+/subnetworks/[^/]+$", var.subnetwork))
    error_message = "subnetwork must be projects/PROJECT/regions/REGION/subnetworks/NAME."
  }
}

variable "network" {
  description = "Self link of the subnetwork's network, for the firewall rule."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("projects/[^/]+/global/networks/[^/]+$", var.network))
    error_message = "network must be projects/PROJECT/global/networks/NAME."
  }
}

variable "container_image" {
  description = "The runner's image in Artifact Registry, pinned by digest: the digest is what the verifier's policy names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9-]+-docker\\.pkg\\.dev/[^/@]+/[^/@]+/[^@:]+@sha256:[0-9a-f]{64}$", var.container_image))
    error_message = "container_image must be LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/NAME@sha256:DIGEST, without a tag."
  }
}

variable "machine_type" {
  description = "The machine: a3-highgpu-1g is the one with TDX and one H100."
  type        = string
  default     = "a3-highgpu-1g"
  nullable    = false

  validation {
    condition     = var.machine_type == "a3-highgpu-1g"
    error_message = "machine_type must be a3-highgpu-1g: no other machine of Google Cloud has TDX and an H100 in confidential mode."
  }
}

variable "confidential_space_image" {
  description = "The Confidential Space image: a family, or better one image of it by name, whose boot measurements are known."
  type        = string
  default     = "projects/confidential-space-images/global/images/family/confidential-space-preview-cgpu"
  nullable    = false

  validation {
    condition     = can(regex("^projects/confidential-space-images/global/images/(family/)?confidential-space[a-z0-9-]*$", var.confidential_space_image))
    error_message = "confidential_space_image must be an image or family of projects/confidential-space-images."
  }
}

variable "debug" {
  description = "Allows a debug image, which lets anybody with access to the VM look inside. Evidence then says so, and every policy refuses it."
  type        = bool
  default     = false
  nullable    = false
}

variable "provisioning_model" {
  description = "How the machine is had: SPOT (may be stopped at any time), FLEX_START (for max_run_hours) or STANDARD (a reservation)."
  type        = string
  default     = "SPOT"
  nullable    = false

  validation {
    condition     = contains(["SPOT", "FLEX_START", "STANDARD"], var.provisioning_model)
    error_message = "provisioning_model must be SPOT, FLEX_START or STANDARD."
  }
}

variable "max_run_hours" {
  description = "After how many hours the machine stops; FLEX_START needs it, and gives 168 at most."
  type        = number
  default     = null

  validation {
    condition     = var.max_run_hours == null ? true : var.max_run_hours >= 1 && var.max_run_hours <= 168
    error_message = "max_run_hours must be 1 to 168."
  }
}

variable "port" {
  description = "The port that consumers reach the runner at."
  type        = number
  default     = 8443
  nullable    = false

  validation {
    condition     = var.port >= 443 && var.port <= 65535 && var.port != 22
    error_message = "port must be 443 or above: there is nothing else to reach on the machine."
  }
}

variable "consumers" {
  description = "Address ranges that may reach the port. Anybody, in a public network: calls are paid for."
  type        = set(string)
  default     = ["0.0.0.0/0"]
  nullable    = false

  validation {
    condition     = length(var.consumers) > 0 && alltrue([for range in var.consumers : can(cidrhost(range, 0))])
    error_message = "consumers must be at least one range in CIDR notation."
  }
}

variable "disk_gb" {
  description = "Size of the boot disk, which holds the image and its models."
  type        = number
  default     = 200
  nullable    = false

  validation {
    condition     = var.disk_gb >= 50 && var.disk_gb <= 4096
    error_message = "disk_gb must be 50 to 4096."
  }
}

variable "secrets" {
  description = "Ids of Secret Manager secrets that the runner may read (credentials of the bus). Nothing that must stay from the project's owners: those can act as the service account; release such secrets by attestation (workload identity pool)."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for secret in var.secrets : can(regex("^projects/[^/]+/secrets/[A-Za-z0-9_-]+$", secret))])
    error_message = "secrets must be projects/PROJECT/secrets/NAME; never the value itself."
  }
}

variable "labels" {
  description = "Labels of everything."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.labels : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "labels must be of lower case letters, digits, hyphens and underscores."
  }
}

variable "environment" {
  description = "Settings of the runner as environment variables, never secrets: they stand in the instance's metadata and in its evidence. The image's launch policy must allow each of them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]*$", name)) && name != "VERIGRAD_RUNNER_RUNTIME_DIGEST"])
    error_message = "environment must have names of upper case letters, digits and underscores, and not VERIGRAD_RUNNER_RUNTIME_DIGEST, which follows from the image."
  }

  validation {
    condition     = !anytrue([for name, value in var.environment : can(regex("(PASSWORD|PRIVATE_KEY|SECRET|TOKEN)$", name)) || can(regex("^0x[0-9a-fA-F]{64}$", value))])
    error_message = "environment must not hold secrets (names that end in PASSWORD, PRIVATE_KEY, SECRET or TOKEN; values of 32 bytes of hex)."
  }

  validation {
    condition     = alltrue([for value in values(var.environment) : can(regex("^[ -\\[\\]-~]*$", value))])
    error_message = "environment must have values of printable ASCII without backslashes, which the reference values could not tell apart."
  }
}
