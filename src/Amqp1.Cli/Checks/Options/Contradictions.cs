using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Sources;
using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Cli.Checks.Options;

/// <summary>Finds options that are valid alone and do not fit together.</summary>
internal static class Contradictions
{
    private static readonly Amqp1Options Defaults = new();

    private static readonly string[] LegacyOnly =
        ["Amqp1:Addressing:ServerRequestPrefix", "Amqp1:Addressing:BroadcastPrefix", "Amqp1:Addressing:GroupRequestPrefix"];

    private static readonly string[] RoutableOnly =
    [
        "Amqp1:Addressing:RpcAddressPrefix", "Amqp1:Addressing:NotifyAddressPrefix", "Amqp1:Addressing:MulticastAddress", "Amqp1:Addressing:UnicastAddress",
        "Amqp1:Addressing:AnycastAddress", "Amqp1:Addressing:DefaultNotificationExchange", "Amqp1:Addressing:DefaultRpcExchange",
    ];

    public static void Find(LoadedSettings settings, Backend backend, CheckFindings findings)
    {
        Prefixes(settings, backend, findings);
        NoEffect(settings, backend, findings);
        Credentials(settings, backend, findings);
        Tls(settings, backend, findings);
        Delivery(settings, backend, findings);
    }

    private static void Prefixes(LoadedSettings settings, Backend backend, CheckFindings findings)
    {
        if (backend.IsRabbit)
        {
            return;
        }

        var words = backend.Options.Addressing;
        if (words.Mode != AddressingMode.Legacy)
        {
            Same("Addressing:MulticastAddress", words.MulticastAddress, "Addressing:UnicastAddress", words.UnicastAddress, isFailure: true);
            Same("Addressing:MulticastAddress", words.MulticastAddress, "Addressing:AnycastAddress", words.AnycastAddress, isFailure: true);
            Same("Addressing:RpcAddressPrefix", words.RpcAddressPrefix, "Addressing:NotifyAddressPrefix", words.NotifyAddressPrefix, isFailure: false);
        }

        if (words.Mode != AddressingMode.Routable)
        {
            Same("Addressing:BroadcastPrefix", words.BroadcastPrefix, "Addressing:GroupRequestPrefix", words.GroupRequestPrefix, isFailure: true);
            Same("Addressing:BroadcastPrefix", words.BroadcastPrefix, "Addressing:ServerRequestPrefix", words.ServerRequestPrefix, isFailure: true);
        }

        void Same(string path, string value, string otherPath, string other, bool isFailure)
        {
            if (value != other)
            {
                return;
            }

            var seen = $"{NameOf(settings, path)} and {NameOf(settings, otherPath)} are both '{value}', so that different kinds of messages have the same prefix.";
            var fix = settings.LineOf(path, DefaultOf(path));
            if (isFailure)
            {
                findings.Fail(settings.Source, seen, fix);
            }
            else
            {
                findings.Warn(settings.Source, seen, fix);
            }
        }
    }

    private static void NoEffect(LoadedSettings settings, Backend backend, CheckFindings findings)
    {
        var (keys, reason) = backend.IsRabbit ? ((string[])[.. LegacyOnly, .. RoutableOnly], "the URL has the scheme rabbit, which has no addresses of this form")
            : backend.Options.Addressing.Mode == AddressingMode.Legacy ? (RoutableOnly, "the address mode is legacy")
            : backend.Options.Addressing.Mode == AddressingMode.Routable ? (LegacyOnly, "the address mode is routable")
            : ([], "");
        foreach (var option in Changed(backend.Options).Where(option => keys.Contains(option.Key)))
        {
            findings.Warn(settings.Source, $"{NameOf(settings, option)} has no effect: {reason}.", "Remove the line.");
        }

        if (!backend.IsRabbit && backend.CarriesRpc && backend.CarriesNotifications)
        {
            foreach (var option in Changed(backend.Options).Where(option => option.Name.Group == OsloOptionTable.RabbitGroup))
            {
                findings.Warn(settings.Source, $"{NameOf(settings, option)} has an effect only if the peer is RabbitMQ, and the URL has the scheme amqp.",
                    "Write rabbit:// if the peer is RabbitMQ; otherwise remove the line.");
            }
        }
    }

    private static void Credentials(LoadedSettings settings, Backend backend, CheckFindings findings)
    {
        var security = backend.Options.Security;
        var hasUser = backend.Url.Hosts.Any(host => !string.IsNullOrEmpty(host.User));
        if (backend.Url.HasMixedCredentials)
        {
            findings.Warn(backend.Url.ToString(), "Some hosts have credentials and some have none. Credentials apply only to the host that they precede.", "Write user:password@ before every host.");
        }

        var mechanisms = security.AllowedSaslMechanisms;
        if (mechanisms.Count > 0 && !hasUser && !mechanisms.Contains("ANONYMOUS") && !(mechanisms.Contains("EXTERNAL") && security.SslCertFile is { Length: > 0 }))
        {
            findings.Fail(settings.Source, $"{NameOf(settings, "Security:SaslMechanisms")} permits only {string.Join(' ', mechanisms)}, and the URL has no user{(mechanisms.Contains("EXTERNAL") ? ", and there is no client certificate" : "")}.",
                mechanisms.Contains("EXTERNAL") ? settings.LineOf("Security:SslCertFile", "/path/client.pem") : "Write user:password@ before every host of the URL.");
        }
        else if (mechanisms is ["EXTERNAL"] && string.IsNullOrEmpty(security.SslCertFile))
        {
            findings.Fail(settings.Source, $"{NameOf(settings, "Security:SaslMechanisms")} permits only EXTERNAL, which needs a client certificate.", settings.LineOf("Security:SslCertFile", "/path/client.pem"));
        }

        if (!string.IsNullOrEmpty(security.SaslConfigDir) || !string.IsNullOrEmpty(security.SaslConfigName))
        {
            findings.Warn(settings.Source, "sasl_config_dir and sasl_config_name configure the Cyrus library, which is not used here. They have no effect.", "Remove the lines.");
        }
    }

    private static void Tls(LoadedSettings settings, Backend backend, CheckFindings findings)
    {
        var security = backend.Options.Security;
        if (security.UsesTls && security.SslInsecure)
        {
            findings.Warn(settings.Source, "SslInsecure is set, so that any server is trusted.", settings.LineOf("Security:SslInsecure", "false"));
        }

        if (security.SslVerifyVhost && backend.Url.VirtualHost is null)
        {
            findings.Warn(settings.Source, $"{NameOf(settings, "Security:SslVerifyVhost")} is set, but the URL names no virtual host. The host name is verified instead.", settings.LineOf("Security:SslVerifyVhost", "false"));
        }
        else if (security.SslVerifyVhost && !security.UsesTls)
        {
            findings.Warn(settings.Source, $"{NameOf(settings, "Security:SslVerifyVhost")} is set, but TLS is not used.", settings.LineOf("Security:Ssl", "true"));
        }
    }

    private static void Delivery(LoadedSettings settings, Backend backend, CheckFindings findings)
    {
        var options = backend.Options;
        if (options.PreSettled != PreSettledKinds.None)
        {
            findings.Warn(settings.Source, $"{NameOf(settings, "PreSettled")} is {options.PreSettled}: messages of these kinds are lost without an error when a router is busy.", "Remove the line, unless losing them is acceptable.");
        }

        if (options.Connection.RetryIntervalMax < options.Connection.RetryInterval)
        {
            findings.Warn(settings.Source, "The longest delay before reconnecting is shorter than the first delay.", settings.LineOf("Connection:RetryIntervalMax", "30"));
        }

        if (backend.CarriesNotifications && !options.Notifications.Drivers.Any(driver => driver is "messaging" or "messagingv2" or "routing"))
        {
            findings.Warn(settings.Source, $"The notification drivers ({string.Join(", ", options.Notifications.Drivers)}) send nothing over the bus.", settings.LineOf("Notifications:Drivers", "messagingv2"));
        }
    }

    private static IEnumerable<OsloOption> Changed(Amqp1Options options) =>
        OsloOptionTable.All.Where(option => !option.IsSecret && option.Get(options) != option.Get(Defaults));

    private static string DefaultOf(string path) => Find(path)!.Get(Defaults);

    private static OsloOption? Find(string path) => OsloOptionTable.All.FirstOrDefault(option => option.Key == $"{Amqp1Options.SectionName}:{path}");

    private static string NameOf(LoadedSettings settings, string path) => OptionLine.Find(settings, path) is { } option ? NameOf(settings, option) : path;

    private static string NameOf(LoadedSettings settings, OsloOption option) => settings.Syntax == SettingsSyntax.Json ? option.Key : option.Name.Name;
}
