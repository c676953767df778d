using System.CommandLine;

namespace Amqp1.Cli.Settings;

/// <summary>The options that complete the target of a request.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _exchange = new("--exchange") { Description = "The exchange of the topic. Default: that of the options (openstack).", HelpName = "NAME" };
    private readonly Option<string?> _namespace = new("--namespace") { Description = "The namespace of the method.", HelpName = "NAME" };
    private readonly Option<string?> _version = new("--rpc-version") { Description = "The version to request, such as 1.4.", HelpName = "VERSION" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_exchange);
        command.Options.Add(_namespace);
        command.Options.Add(_version);
    }

    /// <summary>Returns the target of a topic.</summary>
    public Target Read(ParseResult parsed, string topic, string? server = null) => new()
    {
        Exchange = parsed.GetValue(_exchange),
        Topic = topic,
        Server = server,
        Namespace = parsed.GetValue(_namespace),
        Version = parsed.GetValue(_version),
    };
}
