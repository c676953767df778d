using System.Globalization;
using System.Reflection;
using Amqp1.Embedded;
using Amqp1.Outbox;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Documents;

/// <summary>Compares docs/operating/log-events.md with the code.</summary>
public sealed class LogEventDocumentTests
{
    private static readonly LoggerMessageAttribute[] Events =
    [
        .. new[] { typeof(Target).Assembly, typeof(IAmqp1MessagingBuilder).Assembly, typeof(INotificationOutbox).Assembly, typeof(EmbeddedRouter).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            // If two libraries share source, the events of that source are defined in both.
            .DistinctBy(entry => (entry.EventId, entry.Level, entry.Message)),
    ];

    private static readonly string[][] Rows = [.. RepositoryFile.Rows("docs/operating/log-events.md", "| ").Where(cells => char.IsAsciiDigit(cells[0][0]))];

    [Fact]
    public void Ids_are_unique() => Events.GroupBy(entry => entry.EventId).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();

    [Fact]
    public void Every_event_has_one_row_with_its_level_and_message_and_there_are_no_other_rows()
    {
        Events.Length.ShouldBeGreaterThan(50);
        Rows.Select(cells => $"{cells[0]} {cells[1]} {cells[2].Trim('`')}").ShouldBe(
            Events.OrderBy(entry => entry.EventId).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.EventId} {entry.Level} {entry.Message}")));
    }

    [Fact]
    public void Every_row_says_when_and_what_to_do() => Rows.ShouldAllBe(cells => cells.Length == 5 && cells.All(cell => cell.Length > 2));
}
