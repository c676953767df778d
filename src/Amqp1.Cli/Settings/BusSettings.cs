using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Cli.Settings;

/// <summary>The message bus that a command uses.</summary>
/// <param name="Url">The transport URL. Its text without passwords is that of <see cref="TransportUrl.ToString"/>.</param>
/// <param name="Options">The options of the driver.</param>
/// <param name="Configuration">The configuration from which the options were read.</param>
internal sealed record BusSettings(TransportUrl Url, Amqp1Options Options, IConfiguration Configuration);
