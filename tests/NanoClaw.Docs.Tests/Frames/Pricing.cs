using NanoClaw.Pricing;

// the snippet
