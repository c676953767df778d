using System.CommandLine;
using System.Text.RegularExpressions;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Notifications;

namespace Amqp1.Cli.Commands;

/// <summary>Writes the notifications of topics as they arrive.</summary>
internal sealed class ListenCommand : ToolCommand
{
    private readonly BusOptions _bus = new();
    private readonly Argument<string[]> _topics = new("topics") { Description = "The topics. Default: the configured topics (notifications).", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
    private readonly Option<string?> _event = new("--event", "-e") { Description = "Only events whose type matches this regular expression, from its start.", HelpName = "REGEX" };
    private readonly Option<string?> _publisher = new("--publisher", "-p") { Description = "Only events of publishers whose ID matches this regular expression, from its start.", HelpName = "REGEX" };
    private readonly Option<NotificationPriority[]> _priorities = PriorityOption.Several();
    private readonly Option<string?> _pool = new("--pool") { Description = "The pool. Each pool gets a copy of every notification (RabbitMQ only).", HelpName = "NAME" };
    private readonly Option<int?> _count = new("--count", "-n") { Description = "End after this number of notifications.", HelpName = "N" };

    public ListenCommand()
        : base("listen", "Writes notifications as they arrive: time, priority, publisher, event type and payload. Without --pool, a notification that this command receives reaches no other listener of the topic.")
    {
        _count.RequireAtLeast(1);
        Arguments.Add(_topics);
        Options.Add(_event);
        Options.Add(_publisher);
        Options.Add(_priorities);
        Options.Add(_pool);
        Options.Add(_count);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 listen",
        "amqp1 listen --event 'compute\\.instance\\.create' --count 1",
        "amqp1 listen notifications --event 'compute\\.instance\\..*' --priority error,critical",
        "amqp1 listen --publisher 'compute\\.' --count 10 --timeout 60s --json | jq .event_type",
        "amqp1 listen --pool debug --url rabbit://user:password@rabbit:5672",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var bus = _bus.ReadForNotifications(run.Parsed);
        var topics = run.Get(_topics) is { Length: > 0 } given ? given : [.. bus.Options.Notifications.Topics];
        await using var transport = await BusConnection.OpenAsync(run, bus).ConfigureAwait(false);
        var printer = new NotificationPrinter(run.Terminal, run.Get(_count));
        var filter = CreateFilter(run);
        var handlers = run.Get(_priorities)!.Distinct().ToArray();
        await using var listener = transport.CreateNotificationListener([.. topics.Select(topic => (printer.Describe(topic, filter, handlers, run.Get(_pool)), (object)printer))]);
        listener.Start();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel);
        if (run.Timeout is { } timeout)
        {
            end.CancelAfter(timeout);
        }

        try
        {
            await listener.WaitUntilListeningAsync(end.Token).ConfigureAwait(false);
            var taken = run.Get(_pool) is null ? " What is shown here reaches no other listener of the topic." : "";
            run.Terminal.WriteNote($"Listening to {string.Join(", ", topics)} at {bus.Url}.{taken} Press Ctrl-C to end.");
            await printer.Done.WaitAsync(end.Token).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return EndOf(run, transport, printer);
        }
    }

    /// <summary>Returns the exit code after Ctrl-C, which is the usual end, or after the time limit.</summary>
    private int EndOf(CommandRun run, MessagingTransport transport, NotificationPrinter printer)
    {
        if (run.Cancel.IsCancellationRequested)
        {
            return ExitCode.Success;
        }

        if (transport.Status.LastLinkError is { } refused && printer.Received == 0)
        {
            throw new CommandFailedException(ExitCode.Failed, $"The listener received nothing. The peer refused a link: {refused}");
        }

        return run.Get(_count) is { } count
            ? throw new CommandFailedException(ExitCode.Timeout, $"Only {printer.Received} of {count} notifications arrived within the time limit.")
            : ExitCode.Success;
    }

    private NotificationFilter CreateFilter(CommandRun run)
    {
        try
        {
            return new NotificationFilter(publisherId: run.Get(_publisher), eventType: run.Get(_event));
        }
        catch (RegexParseException wrong)
        {
            throw new UsageException($"A filter is not a valid regular expression: {wrong.Message}", wrong);
        }
    }
}
