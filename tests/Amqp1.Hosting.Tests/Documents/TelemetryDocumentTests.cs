using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Amqp1.Broker.Diagnostics;
using Amqp1.Diagnostics;

namespace Amqp1.Hosting.Tests.Documents;

/// <summary>Compares docs/using/telemetry.md with the code.</summary>
[Collection(nameof(OneListener))]
public sealed class TelemetryDocumentTests
{
    private const string Document = "docs/using/telemetry.md";

    [Fact]
    public void Every_instrument_has_one_row_with_its_kind_and_unit_and_there_are_no_other_rows()
    {
        var rows = RepositoryFile.Rows(Document, "| `").Where(cells => cells.Length == 5);

        rows.Select(cells => $"{Name(cells[0])} {cells[1]} {Name(cells[2])}").Order()
            .ShouldBe(Instruments().Select(instrument => $"{instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit}").Order());
    }

    [Fact]
    public void Every_attribute_has_one_row_and_there_are_no_other_rows()
    {
        var attributes = typeof(TelemetryNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!);

        AttributeRows().Select(cells => Name(cells[0])).Order().ShouldBe(attributes.Order());
    }

    [Fact]
    public void Every_instrument_describes_itself() => Instruments().ShouldAllBe(instrument => !string.IsNullOrEmpty(instrument.Description));

    /// <summary>The attributes in the table of the document.</summary>
    internal static IEnumerable<string> Attributes => AttributeRows().Select(cells => Name(cells[0]));

    /// <summary>The attributes that the document gives to each metric.</summary>
    internal static Dictionary<string, string[]> AttributesOfMetrics => RepositoryFile.Rows(Document, "| `").Where(cells => cells.Length == 5)
        .ToDictionary(cells => Name(cells[0]), cells => cells[3] == "none" ? [] : cells[3].Split(", ").Select(Name).ToArray());

    private static IEnumerable<string[]> AttributeRows() => RepositoryFile.Rows(Document, "| `").Where(cells => cells.Length == 3 && !cells[0].Contains('{'));

    private static string Name(string cell) => cell.Trim('`');

    private static List<Instrument> Instruments()
    {
        foreach (var type in new[] { typeof(Diagnostics.Metrics), typeof(Gauges), typeof(RouterMetrics), typeof(RouterGauges), typeof(QueueMetrics), typeof(QueueGauges), typeof(StoreMetrics) })
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        var all = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Amqp1Telemetry.MeterName)
                {
                    all.Add(instrument);
                }
            },
        };
        listener.Start();
        return all;
    }
}
