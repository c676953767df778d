using Amqp1.Bus;
using Amqp1.Configuration;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Drivers;

/// <summary>Creates the drivers that the options name.</summary>
internal sealed class NotificationDriverFactory(
    MessageBus bus, ILoggerFactory loggers, NotificationRecorder recorder, NotificationRouting? routing, NotifierSettings settings)
{
    private const string Routing = "routing";

    /// <summary>
    /// Returns one driver for each distinct name. Throws <see cref="ArgumentException"/> for a name or rules that cannot be used.
    /// </summary>
    public IReadOnlyList<INotificationDriver> Create(IEnumerable<string> names) => [.. names.Distinct().Select(Create)];

    private INotificationDriver Create(string name) => name == Routing ? new RoutingDriver(
        routing ?? throw new ArgumentException($"{Amqp1Options.SectionName}:Notifications:Drivers contains 'routing', but there are no routing rules."),
        CreatePlain) : CreatePlain(name);

    private INotificationDriver CreatePlain(string name)
    {
        if (NotificationFormats.Of([name]) is [var format])
        {
            return new MessagingDriver(bus, format, settings);
        }

        return name switch
        {
            "log" => new LogDriver(loggers),
            "test" => new TestDriver(recorder),
            "noop" => new NoopDriver(),
            _ => throw new ArgumentException(
                $"{Amqp1Options.SectionName}:Notifications:Drivers contains '{name}', but each entry must be one of {string.Join(", ", Amqp1OptionsValidator.NotificationDrivers)}."),
        };
    }
}
