/*
 * A machine image's recipe: calls, references into other blocks, nested lists.
 */
packer {
  required_plugins {
    amazon = {
      version = ">= 1.3.0"
      source  = "github.com/hashicorp/amazon"
    }
  }
}

variable "region" { default = "eu-central-1" }

variable "ami_groups" {
  type    = list(string)
  default = [[], ["all"], [-1, 0.5, 1e3]]
}

source "amazon-ebs" "base" {
  region        = var.region
  instance_type = "t3.small"
  ssh_username  = "ubuntu"
  run_tags      = merge(local.tags, { Name = "builder", Ephemeral = true })

  source_ami_filter {
    filters = {
      name                = "ubuntu/images/*-server-*"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    owners      = ["099720109477"]
    most_recent = true
  }
}

build {
  name    = "base"
  sources = [source.amazon-ebs.base, source["amazon-ebs"]["other"]]

  provisioner "shell" {
    inline = [
      "sudo apt-get update -q",
      "sudo apt-get install -y \"build-essential\" nginx\t# tools",
      "echo 'größe: \u00fc \U0001F680' > /etc/motd",
    ]
    only = null
  }

  provisioner "file" {
    content     = <<CONF
server {
  listen 80;
  location / { return 204; }
}
CONF
    destination = "/etc/nginx/sites-enabled/empty"
  }

  // the end
  post-processor "manifest" {}
}
