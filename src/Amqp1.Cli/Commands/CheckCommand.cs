using System.CommandLine;
using Amqp1.Cli.Checks;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Sources;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Checks a message bus and the options of its services, and writes what is wrong and how to correct it.</summary>
internal sealed class CheckCommand : ToolCommand
{
    private readonly SettingsArgument _settings = new();
    private readonly Option<string[]> _topics = new("--topic", "-t")
    {
        Description = "A topic of services. Its addresses are checked without a message. May be repeated.",
        HelpName = "TOPIC",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _probe = new("--probe-topic")
    {
        Description = "The topic of the messages that are sent. Default: a random topic. No service may use it.",
        HelpName = "TOPIC",
    };

    private readonly Option<int> _size = new("--message-size")
    {
        Description = "The size of the large message that must pass, in bytes.",
        HelpName = "BYTES",
        DefaultValueFactory = _ => new CheckLimits().MessageSize,
    };

    public CheckCommand()
        : base("check", "Finds out why a service cannot connect, or what is wrong with a bus and the options of its services: each line that fails names the fix.")
    {
        _settings.AddTo(this);
        Options.Add(_topics);
        Options.Add(_probe);
        Options.Add(_size);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 check amqp://user:password@bus:5672",
        "amqp1 check /etc/nova/nova.conf --topic compute --topic conductor",
        "amqp1 check appsettings.json --json --timeout 2s",
        "amqp1 check rabbit://nova:secret@rabbit1,nova:secret@rabbit2/ -t compute",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var size = run.Get(_size);
        if (size is < 1 or > 64 * 1024 * 1024)
        {
            throw new UsageException("--message-size must be from 1 to 67108864 bytes.");
        }

        var limits = new CheckLimits { MessageSize = size };
        limits = run.Timeout is { } timeout ? limits with { Answer = timeout } : limits;
        var settings = await _settings.ReadAsync(run).ConfigureAwait(false);
        var request = new CheckRequest(settings, limits) { Topics = run.Get(_topics) ?? [], ProbeTopic = run.Get(_probe) };
        var results = new List<CheckResult>();
        var runner = new CheckRunner(request, TimeProvider.System, results.Add) { Progress = name => run.Terminal.WriteNote($"{name} ...") };
        await runner.RunAsync(run.Cancel).ConfigureAwait(false);
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(CheckReport.ToJson(settings.Source, results));
        }
        else
        {
            run.Terminal.Write(CheckReport.ToTable(results));
            run.Terminal.WriteLine(CheckReport.Summary(results));
        }

        return results.Any(result => result.Outcome == CheckOutcome.Failed) ? ExitCode.Failed : ExitCode.Success;
    }
}
