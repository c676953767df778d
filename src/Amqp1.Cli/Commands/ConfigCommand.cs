using System.CommandLine;
using System.Text.Json.Nodes;
using Amqp1.Cli.Configurations;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Writes the configuration that a router or broker needs for the options of its services.</summary>
internal sealed class ConfigCommand : ToolCommand
{
    private readonly Argument<string> _server = new("server") { Description = $"The router or broker: {string.Join(", ", ServerConfigurations.All.Select(server => server.Name))}." };
    private readonly SettingsArgument _settings = new();
    private readonly Option<string?> _mode = new("--mode", "-m")
    {
        Description = "The address mode of the services: legacy, routable or both. Default: that of the options, or else the one that services choose for the server.",
        HelpName = "MODE",
    };

    public ConfigCommand()
        : base("config", "Writes the configuration of a router or broker for the options of its services.")
    {
        _server.AcceptOnlyFromAmong([.. ServerConfigurations.All.Select(server => server.Name)]);
        _mode.AcceptOnlyFromAmong("legacy", "routable", "both");
        Arguments.Add(_server);
        _settings.AddTo(this);
        Options.Add(_mode);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 config qdrouterd > /etc/qpid-dispatch/qdrouterd.conf",
        "amqp1 config qpidd /etc/nova/nova.conf",
        "amqp1 config skrouterd -o Addressing:RpcAddressPrefix=my/rpc --mode both",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var settings = await _settings.ReadAsync(run).ConfigureAwait(false);
        if (settings.Errors is [var error, ..])
        {
            throw new UsageException(error);
        }

        var server = ServerConfigurations.All.Single(server => server.Name == run.Get(_server));
        var request = ConfigurationRequest.Create(settings.Options, server, run.Get(_mode));
        var text = server.Write(request);
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(new JsonObject { ["server"] = server.Name, ["file"] = server.FileName, ["text"] = text });
        }
        else
        {
            run.Terminal.WriteLine(text.TrimEnd('\n'));
        }

        return ExitCode.Success;
    }
}
