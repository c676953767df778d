using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Keyed;

/// <summary>Tests of the keys that are distinguished, and of the registrations that belong to each instance.</summary>
public sealed class KeyTests
{
    [Fact]
    public void Keys_that_differ_in_case_only_are_refused_by_name()
    {
        var builder = TestHost.CreateBuilder();
        builder.Services.AddAmqp1Messaging("billing");

        var refused = Should.Throw<ArgumentException>(() => builder.Services.AddAmqp1Messaging("Billing"));

        refused.Message.ShouldContain("'Billing'");
        refused.Message.ShouldContain("'billing'");
        refused.Message.ShouldContain("Amqp1:billing");
    }

    [Theory]
    [InlineData("Amqp1.Notifications")]
    [InlineData("Amqp1.Notifications.billing")]
    public void The_keys_of_transports_of_notifications_are_refused(string key) =>
        Should.Throw<ArgumentException>(() => TestHost.CreateBuilder().Services.AddAmqp1Messaging(key)).Message.ShouldContain("Amqp1.Notifications");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_remote_exception_is_mapped_for_the_instance_of_its_builder_only(bool keyed)
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        var builder = TestHost.CreateBuilder(TestHost.Wait, ("Amqp1:billing:Hosting:WaitForConnection", "true"));
        builder.Configuration["Amqp1:Rpc:AllowedRemoteExceptionModules:0"] = "nova.exception";
        builder.Configuration["Amqp1:billing:Rpc:AllowedRemoteExceptionModules:0"] = "nova.exception";
        var plain = builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter().AddEndpoint<Refuser>();
        var billing = builder.Services.AddAmqp1Messaging("billing");
        (keyed ? billing : plain).MapRemoteException("nova.exception", "InstanceNotFound", error => new KeyNotFoundException("mapped", error));
        using var host = builder.Build();
        await host.StartAsync(limit.Token);

        (await RaisedAsync(null)).ShouldBeOfType(keyed ? typeof(RemoteErrorException) : typeof(KeyNotFoundException));
        (await RaisedAsync("billing")).ShouldBeOfType(keyed ? typeof(KeyNotFoundException) : typeof(RemoteErrorException));

        await host.StopAsync(limit.Token);

        Task<Exception> RaisedAsync(string? key)
        {
            var client = host.Services.GetRequiredKeyedService<MessagingTransport>(key).CreateRpcClient(Target.ForTopic("refuser"));
            return Should.ThrowAsync<Exception>(client.CallAsync("refuse", cancel: limit.Token));
        }
    }

    [Fact]
    public async Task A_container_is_disposed_synchronously()
    {
        var builder = TestHost.CreateBuilder();
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter();
        builder.Services.AddAmqp1Messaging("billing");
        var services = builder.Services.BuildServiceProvider();
        var transport = services.GetRequiredService<MessagingTransport>();
        services.GetRequiredKeyedService<MessagingTransport>("billing").Start();
        transport.Start();
        using var limit = new CancellationTokenSource(Limits.Signal);
        await transport.WaitForConnectionAsync(limit.Token);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.StatusChanged += status => _ = status.State == ConnectionState.Closed && closed.TrySetResult();

#pragma warning disable CA1849 // The synchronous way is what is tested.
        services.Dispose();
#pragma warning restore CA1849

        await closed.Task.WaitAsync(limit.Token);
    }
}
