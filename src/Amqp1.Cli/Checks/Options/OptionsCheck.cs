using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Sources;
using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Cli.Checks.Options;

/// <summary>
/// Checks the options alone, without a connection: options that are not valid, that have no effect, or that contradict each other.
/// </summary>
internal static class OptionsCheck
{
    public const string Name = "options";

    /// <summary>Adds the results, and returns the backends of the options that can be checked further; none if the options cannot be used.</summary>
    public static IReadOnlyList<Backend> Run(LoadedSettings settings, CheckFindings findings)
    {
        foreach (var error in settings.Errors)
        {
            findings.Fail(settings.Source, error, "Correct the value.");
        }

        foreach (var warning in settings.Warnings)
        {
            findings.Warn(settings.Source, warning, FixOf(warning));
        }

        var backends = settings.Errors.Count == 0 ? Backends(settings, findings) : [];
        foreach (var backend in backends)
        {
            Contradictions.Find(settings, backend, findings);
        }

        if (findings.Count == 0)
        {
            var changed = backends.Count == 0 ? 0 : backends.Max(backend => Changed(backend.Options));
            findings.Ok(settings.Source, changed == 0 ? "All options have their defaults." : $"{changed} of the options differ from their defaults, and have an effect.");
        }

        return backends;
    }

    private static IReadOnlyList<Backend> Backends(LoadedSettings settings, CheckFindings findings)
    {
        var options = settings.Options;
        var notifications = string.IsNullOrWhiteSpace(options.Notifications.TransportUrl) ? null : options.Notifications.TransportUrl;
        var errors = Amqp1OptionsValidator.Validate(options);
        foreach (var error in errors)
        {
            findings.Fail(settings.Source, error, InvalidOption.FixOf(error));
        }

        if (errors.Count > 0)
        {
            return [];
        }

        var isOne = notifications is null || TransportUrl.Parse(notifications).Equals(TransportUrl.Parse(options.TransportUrl!));
        Backend?[] found = isOne
            ? [Create("bus", options.TransportUrl!, settings, findings)]
            : [
                Create("rpc", options.TransportUrl!, settings, findings) is { } rpc ? rpc with { CarriesNotifications = false } : null,
                Create("notifications", notifications!, settings, findings) is { } other ? other with { CarriesRpc = false } : null,
            ];
        return [.. found.OfType<Backend>()];
    }

    private static Backend? Create(string name, string url, LoadedSettings settings, CheckFindings findings)
    {
        var warnings = new List<string>();
        try
        {
            var backend = Backend.Create(name, url, settings.Options, warnings);
            foreach (var warning in warnings)
            {
                findings.Warn(backend.Url.ToString(), warning, "Remove it from the query of the URL.");
            }

            return backend;
        }
        catch (MessagingException unusable)
        {
            findings.Fail(settings.Source, unusable.Message, "Correct the file or the option that names it.");
            return null;
        }
    }

    private static string FixOf(string warning) =>
        warning.Contains("is deprecated", StringComparison.Ordinal) ? "Rename the option."
        : warning.Contains("is unknown", StringComparison.Ordinal) && NearestOption.To(warning) is { } nearest ? $"Write {nearest}, or remove the line."
        : "Remove the line.";

    private static int Changed(Amqp1Options options)
    {
        var defaults = new Amqp1Options();
        return OsloOptionTable.All.Count(option => !option.IsSecret && option.Get(options) != option.Get(defaults));
    }
}
