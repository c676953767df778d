using System.Diagnostics.Metrics;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests of the gauges for the limits of the router.</summary>
public sealed class GaugeTests
{
    [Fact]
    public async Task Connections_links_and_memory_of_each_router_are_shown_until_it_stops()
    {
        var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { ContainerId = Guid.NewGuid().ToString(), MaxHeldBytes = 1_000_000_000 });
        await using (var peer = await RawPeer.OpenAsync(router))
        {
            await using var stranger = await RawPeer.ConnectAsync(router);
            await peer.AttachReceiverAsync(1, "a", 0);
            while (router.Engine.Protocol.Admission.Count < 2)
            {
                await peer.SyncAsync();
            }

            var shown = Collect(router.ContainerId);

            shown["amqp1.router.connections"].ShouldBe(2);
            shown["amqp1.router.connections.unopened"].ShouldBe(1);
            shown["amqp1.router.links"].ShouldBe(1);
            shown["amqp1.router.memory.held"].ShouldBe(router.Engine.Context.Memory.Held);
            shown["amqp1.router.memory.held"].ShouldBeGreaterThan(0);
            shown["amqp1.router.memory.limit"].ShouldBe(1_000_000_000);
        }

        await router.DisposeAsync();
        Collect(router.ContainerId).ShouldBeEmpty();
    }

    private static Dictionary<string, long> Collect(string container)
    {
        var shown = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Amqp1Telemetry.MeterName && instrument.Name.StartsWith("amqp1.router.", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "amqp1.router.container" && (string?)tag.Value == container)
                {
                    shown[instrument.Name] = value;
                }
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return shown;
    }
}
