using Amqp1.Configuration;
using Microsoft.Extensions.Logging;

namespace Amqp1.Composition;

/// <summary>Logs warnings at start about settings that are allowed but possibly not intended.</summary>
internal static partial class SetupWarnings
{
    /// <param name="logger">The logger for the warnings.</param>
    /// <param name="url">The transport URL of the bus.</param>
    /// <param name="options">The options of the bus.</param>
    /// <param name="ofTheQuery">The warnings about the query of the URL.</param>
    public static void Log(ILogger logger, TransportUrl url, Amqp1Options options, IEnumerable<string> ofTheQuery)
    {
        foreach (var warning in ofTheQuery)
        {
            Query(logger, url.ToString(), warning);
        }

        var security = options.Security;
        if (url.HasMixedCredentials)
        {
            MixedCredentials(logger, url.ToString());
        }

        if (security.UsesTls && security.SslInsecure)
        {
            NotVerified(logger, url.ToString());
        }

        if (!security.UsesTls && url.Hosts.Any(host => !string.IsNullOrEmpty(host.User)))
        {
            ClearPassword(logger, url.ToString());
        }

        if (!string.IsNullOrEmpty(security.SaslConfigDir) || !string.IsNullOrEmpty(security.SaslConfigName))
        {
            CyrusOptions(logger);
        }

        if (security.SslVerifyVhost && string.IsNullOrEmpty(url.VirtualHost))
        {
            NoVhostToVerify(logger, url.ToString());
        }
    }

    [LoggerMessage(1020, LogLevel.Warning, "Some hosts of {Url} have credentials and some have none; each is used as written")]
    private static partial void MixedCredentials(ILogger logger, string url);

    [LoggerMessage(1021, LogLevel.Warning, "SslInsecure is set: the server behind {Url} is not verified")]
    private static partial void NotVerified(ILogger logger, string url);

    [LoggerMessage(1022, LogLevel.Warning, "{Url} has credentials but no TLS; the mechanism PLAIN sends them over the network in clear text")]
    private static partial void ClearPassword(ILogger logger, string url);

    [LoggerMessage(1023, LogLevel.Warning, "SaslConfigDir and SaslConfigName configure the Cyrus library, which is not used here; they have no effect")]
    private static partial void CyrusOptions(ILogger logger);

    [LoggerMessage(1024, LogLevel.Warning, "SslVerifyVhost is set, but {Url} names no virtual host; the host name is verified instead")]
    private static partial void NoVhostToVerify(ILogger logger, string url);

    [LoggerMessage(1025, LogLevel.Warning, "{Url}: {Warning}")]
    private static partial void Query(ILogger logger, string url, string warning);
}
