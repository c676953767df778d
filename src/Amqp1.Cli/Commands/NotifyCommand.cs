using System.CommandLine;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Notifications;

namespace Amqp1.Cli.Commands;

/// <summary>Emits a notification.</summary>
internal sealed class NotifyCommand : ToolCommand
{
    /// <summary>The drivers that send messages. The tool sends its notification even where a configuration turns notifications off.</summary>
    private static readonly string[] MessagingDrivers = ["messaging", "messagingv2"];

    private readonly BusOptions _bus = new();
    private readonly Argument<string> _eventType = new("event-type") { Description = "The type of the event, such as compute.instance.create.end." };
    private readonly ValueArguments _payload = new("payload");
    private readonly ContextOption _context = new();
    private readonly Option<string[]> _topics = new("--topic") { Description = "The topic. May be repeated. Default: the configured topics (notifications).", HelpName = "NAME", DefaultValueFactory = _ => [] };
    private readonly Option<string> _publisher = new("--publisher", "-p") { Description = "The ID of the publisher.", HelpName = "ID", DefaultValueFactory = _ => $"amqp1.{Environment.MachineName}" };
    private readonly Option<NotificationPriority> _priority = PriorityOption.One();

    public NotifyCommand()
        : base("notify", "Emits a notification.")
    {
        Arguments.Add(_eventType);
        _payload.AddTo(this);
        Options.Add(_topics);
        Options.Add(_publisher);
        Options.Add(_priority);
        _context.AddTo(this);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 notify compute.instance.create.end instance_id=web-1 vcpus:=2",
        "amqp1 notify image.delete @payload.json --priority warn --publisher image.host-3",
        "amqp1 notify test.event --topic audit --topic notifications -c /etc/nova/nova.conf",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var bus = _bus.ReadForNotifications(run.Parsed);
        bus.Options.Notifications.Drivers = [bus.Options.Notifications.Drivers.FirstOrDefault(MessagingDrivers.Contains) ?? "messagingv2"];
        bus.Options.Notifications.SendTimeout = run.Timeout ?? bus.Options.Notifications.SendTimeout;
        var payload = await _payload.ReadAsync(run).ConfigureAwait(false);
        var context = await _context.ReadAsync(run).ConfigureAwait(false);
        await using var transport = await BusConnection.OpenAsync(run, bus).ConfigureAwait(false);
        var notifier = transport.CreateNotifier(run.Get(_publisher)!, run.Get(_topics)!);
        var eventType = run.Get(_eventType);
        return await SendReport.WriteAsync(
            run, $"notification {eventType}", () => notifier.NotifyAsync(run.Get(_priority), eventType, payload, context, run.Cancel)).ConfigureAwait(false);
    }
}
