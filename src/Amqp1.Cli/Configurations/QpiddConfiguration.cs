using System.Text;

namespace Amqp1.Cli.Configurations;

/// <summary>The configuration of qpidd.</summary>
internal sealed class QpiddConfiguration : IServerConfiguration
{
    /// <summary>The characters with a meaning in POSIX basic regular expressions, with which patterns are read.</summary>
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(@"\.[]*^$");

    public string Name => "qpidd";

    public string Product => "qpid-cpp";

    public string FileName => "qpidd.conf";

    public string RuleOf(AddressRule rule) =>
        $"{(rule.Distribution == AddressDistribution.Multicast ? "topic" : "queue")}-patterns={Escape(rule.Prefix)}";

    public string Write(ConfigurationRequest request)
    {
        var text = new StringBuilder();
        text.Append("""
            # qpidd.conf: the addresses of services that use Amqp1Hosting or the AMQP 1.0 driver of oslo.messaging.
            # Written by "amqp1 config qpidd". Patterns are searched anywhere in a name, and the longest one that matches applies.
            # Queues are created on demand and deleted when they are unused and empty.

            # Services connect here. Give it TLS and users before it listens on other addresses than loopback.
            interface=127.0.0.1
            port=5672
            auth=no
            load-module=amqp


            """);
        foreach (var rule in request.Rules)
        {
            text.Append($"# {rule.Purpose}\n{RuleOf(rule)}\n");
        }

        return text.ToString();
    }

    private static string Escape(string prefix)
    {
        var text = new StringBuilder(prefix.Length);
        foreach (var c in prefix)
        {
            if (Special.Contains(c))
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.ToString();
    }
}
