namespace Amqp1.Cli.Checks.Options;

/// <summary>Chooses the fix for an option that is not valid.</summary>
internal static class InvalidOption
{
    public static string FixOf(string error) =>
        error.Contains("'amqps'", StringComparison.Ordinal) ? "Write amqp:// and set ssl=1 in the query of the URL."
        : error.Contains("'rabbits'", StringComparison.Ordinal) ? "Write rabbit+tls://."
        : error.Contains("is not an option of", StringComparison.Ordinal) && NearestOption.To(error) is { } nearest ? $"Write {nearest} in the query of the URL, or remove it."
        : error.Contains("transport URL", StringComparison.Ordinal) ? "Write amqp://user:password@host:5672 or rabbit://user:password@host:5672/virtual-host, with special characters percent-encoded."
        : "Correct the value.";
}
