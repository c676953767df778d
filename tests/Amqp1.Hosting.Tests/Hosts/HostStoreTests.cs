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
}
