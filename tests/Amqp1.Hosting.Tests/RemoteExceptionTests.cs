using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests;

public sealed class RemoteExceptionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mapped_exception_comes_up_in_every_client_where_its_module_is_allowed(bool allowed)
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await TestHost.StartAsync(
            messaging => messaging
                .AddEndpoint<Refuser>()
                .AddRpcClient("refuser")
                .MapRemoteException("nova.exception", "InstanceNotFound", error => new KeyNotFoundException("mapped", error))
                .MapRemoteException("nova.exception", "Other", error => new FormatException("mapped", error)),
            ("Amqp1:Rpc:AllowedRemoteExceptionModules:0", allowed ? "nova.exception" : "nova.other"));

        var raised = await Should.ThrowAsync<Exception>(host.Services.GetRequiredKeyedService<RpcClient>("refuser").CallAsync("refuse", cancel: limit.Token));

        await host.StopAsync(limit.Token);
        raised.ShouldBeOfType(allowed ? typeof(KeyNotFoundException) : typeof(RemoteErrorException));
    }

    [Fact]
    public async Task A_shared_exception_comes_up_in_the_client_with_its_data()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await TestHost.StartAsync(messaging => messaging
            .AddEndpoint<QuotaKeeper>()
            .AddRpcClient("quota-keeper")
            .ShareException<QuotaException, Quota>(quota => quota.Quota, (error, quota) => new QuotaException(error.RemoteMessage, quota, error)));

        var raised = await Should.ThrowAsync<QuotaException>(
            host.Services.GetRequiredKeyedService<RpcClient>("quota-keeper").CallAsync("reserve", cancel: limit.Token));

        await host.StopAsync(limit.Token);
        raised.Quota.ShouldBe(new Quota("blue", 7));
        raised.InnerException.ShouldBeOfType<RemoteErrorException>();
    }
}
