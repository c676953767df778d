using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Cli.Settings;

/// <summary>The message bus that a command uses.</summary>
/// <param name="Url">The transport URL. Its text without passwords is that of <see cref="TransportUrl.ToString"/>.</param>
/// <param name="Options">The options of the driver.</param>
/// <param name="Configuration">The configuration from which the options were read.</param>
internal sealed record BusSettings(TransportUrl Url, Amqp1Options Options, IConfiguration Configuration)
{
    /// <summary>Whether nothing names a message bus, so that the URL is the default.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The end of a message about a connection that fails: what to do next.</summary>
    public string Advice => IsDefault
        ? "Name the bus with --url, or the settings of a service with --config-file."
        : "'amqp1 check' with the same URL or file finds out why.";
}
