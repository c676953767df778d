using System.Text;
using System.Text.Json;

namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>The configuration of one qdrouterd: by default, the addresses that the default options need, and a listener without users.</summary>
internal sealed class QdrouterdConfiguration
{
    public int Port { get; } = FreePort.Find();

    public Dictionary<string, string> Router { get; } = new() { ["mode"] = "standalone", ["id"] = "first" };

    public Dictionary<string, string> Listener { get; } = new() { ["host"] = "127.0.0.1", ["authenticatePeer"] = "no", ["saslMechanisms"] = "ANONYMOUS" };

    /// <summary>The distribution of each prefix.</summary>
    public Dictionary<string, string> Addresses { get; } = new()
    {
        [QdrouterdMistakes.Fanouts] = "multicast",
        [QdrouterdMistakes.Servers] = "closest",
        [QdrouterdMistakes.Topics] = "balanced",
        [QdrouterdMistakes.Notifications] = "balanced",
    };

    /// <summary>Further sections.</summary>
    public List<string> Sections { get; } = [];

    /// <summary>The attributes of the vhost policy; null for no policy.</summary>
    public Dictionary<string, string>? Vhost { get; set; }

    /// <summary>The settings of the group <c>$default</c> of the policy.</summary>
    public Dictionary<string, object> Group { get; } = new()
    {
        ["remoteHosts"] = "*",
        ["allowDynamicSource"] = true,
        ["allowAnonymousSender"] = true,
        ["sources"] = "*",
        ["targets"] = "*",
    };

    /// <summary>Texts of the log that the test awaits in addition to that of the listener.</summary>
    public List<string> Awaited { get; } = [];

    public void Add(string section, params (string Name, string Value)[] attributes) =>
        Sections.Add(Section(section, attributes.Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value))));

    public override string ToString()
    {
        var text = new StringBuilder().Append(Section("router", Router)).Append(Section("listener", Listener.Append(new("port", $"{Port}"))));
        foreach (var (prefix, distribution) in Addresses)
        {
            text.Append(Section("address", [new("prefix", prefix), new("distribution", distribution)]));
        }

        text.AppendJoin("", Sections);
        if (Vhost is not null)
        {
            // The groups are JSON, and each brace ends a line.
            var group = JsonSerializer.Serialize(Group).TrimStart('{').TrimEnd('}').Replace(",\"", ",\n\"", StringComparison.Ordinal);
            text.Append(Section("policy", [new("enableVhostPolicy", "true")]));
            text.Append(Section("vhost", Vhost, $"    groups: {{\n\"$default\": {{\n{group}\n}}\n    }}\n"));
        }

        return text.ToString();
    }

    private static string Section(string name, IEnumerable<KeyValuePair<string, string>> attributes, string nested = "") =>
        $"{name} {{\n{string.Concat(attributes.Select(attribute => $"    {attribute.Key}: {attribute.Value}\n"))}{nested}}}\n";
}
