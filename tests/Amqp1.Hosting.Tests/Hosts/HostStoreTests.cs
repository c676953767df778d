using Amqp1.Broker.Sqlite.Tests;
using Amqp1.Broker.Storage;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>The store of the embedded broker, as the configuration of a host sets it.</summary>
public sealed class HostStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amqp1-host-store-").FullName;

    private string Store => Path.Combine(_folder, "broker.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_broker_of_a_host_opens_its_store()
    {
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter, ("Amqp1:Embedded:Store", Store));

        File.Exists(Store).ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_whose_store_is_in_use_does_not_start()
    {
        using var host = await TestHost.StartAsync(GreeterService.AddGreeter, ("Amqp1:Embedded:Store", Store));

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => TestHost.StartAsync(GreeterService.AddGreeter, ("Amqp1:Embedded:Store", Store)));
        refused.Message.ShouldContain(Store);
        refused.Message.ShouldContain("Amqp1:Embedded:Store");
    }

    [Fact]
    public async Task A_limit_that_is_too_small_is_refused()
    {
        var refused = await Should.ThrowAsync<FormatException>(() => TestHost.StartAsync(
            GreeterService.AddGreeter, ("Amqp1:Embedded:Store", Store), ("Amqp1:Embedded:StoreMaxBytes", "1000")));

        refused.Message.ShouldBe("Amqp1:Embedded:StoreMaxBytes is '1000'. It must be at least 1048576.");
    }

    [Fact]
    public async Task The_health_is_degraded_while_the_store_cannot_write()
    {
        FaultyEngine? engine = null;
        MessageStore? store = null;
        using var host = TestHost.Build(
            messaging => messaging.AddAmqp1EmbeddedBroker(configure: options => options.OpenStore = (listener, time, logger) =>
                store = MessageStore.Open(engine = new FaultyEngine(new MemoryStoreEngine(new MemoryStoreData())), listener, time, logger)),
            TestHost.Wait);
        await host.StartAsync(TestContext.Current.CancellationToken);
        (await CheckAsync()).Status.ShouldBe(HealthStatus.Healthy);

        engine!.Failure = new StoreFailure(StoreFailureKind.Full, "The disk of broker.db is full. Free some space.");
        var written = new Written();
        store!.CreateQueue("queue", "", written);
        (await written.Ended).ShouldNotBeNull();
        var health = await CheckAsync();
        (health.Status, health.Description).ShouldBe(
            (HealthStatus.Degraded, "The store cannot write, and senders to queues wait. The disk of broker.db is full. Free some space."));
        health.Data["store"].ShouldBe("The disk of broker.db is full. Free some space.");

        // A notification waits for credit, which its sender gets when the store can write again.
        engine.Failure = null;
        await host.Services.GetRequiredService<MessagingTransport>().CreateNotifier("test").NotifyAsync(
            NotificationPriority.Info, "event", null, cancel: TestContext.Current.CancellationToken);
        (await CheckAsync()).Status.ShouldBe(HealthStatus.Healthy);
        await host.StopAsync(TestContext.Current.CancellationToken);

        async Task<HealthReportEntry> CheckAsync() =>
            (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["amqp1-broker"];
    }
}
