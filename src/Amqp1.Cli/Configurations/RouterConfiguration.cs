using System.Text;

namespace Amqp1.Cli.Configurations;

/// <summary>The configuration of Qpid Dispatch and of skupper-router, which have the same syntax.</summary>
internal sealed class RouterConfiguration(string name, string product, string fileName) : IServerConfiguration
{
    public string Name { get; } = name;

    public string Product { get; } = product;

    public string FileName { get; } = fileName;

    public string RuleOf(AddressRule rule)
    {
        // A router ignores one slash at the beginning of an address.
        var prefix = rule.Prefix.TrimStart('/');
        var distribution = rule.Distribution.ToString().ToLowerInvariant();
        return $"address {{\n    prefix: {prefix}\n    distribution: {distribution}\n}}";
    }

    public string Write(ConfigurationRequest request)
    {
        var text = new StringBuilder();
        text.Append($$"""
            # {{FileName}}: the addresses of services that use Amqp1Hosting or the AMQP 1.0 driver of oslo.messaging.
            # Written by "amqp1 config {{Name}}". A router stores nothing: a notification needs a listener.

            router {
                mode: standalone
                id: router1
            }

            # Services connect here. Before it listens on other addresses than loopback, give it TLS and users:
            # sslProfile, saslMechanisms and authenticatePeer: yes.
            listener {
                host: 127.0.0.1
                port: 5672
                authenticatePeer: no
                saslMechanisms: ANONYMOUS
                idleTimeoutSeconds: 60
            }

            """);
        foreach (var rule in request.Rules)
        {
            text.Append($"\n# {Capitalized(rule.Purpose)}.\n{RuleOf(rule)}\n");
        }

        return text.ToString();
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
