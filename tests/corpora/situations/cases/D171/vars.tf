variable "backend_host" {
  description = "Host header for the probe; if wrong you get: The Common Name (CN) of the backend certificate does not match"
  default     = "web.tailspin.internal"
}
output "url" { value = "https://shop.tailspin.example" }
