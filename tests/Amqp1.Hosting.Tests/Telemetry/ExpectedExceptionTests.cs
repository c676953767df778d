using System.Diagnostics;
using System.Text.Json;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>Tests of the telemetry of an exception that belongs to the contract of a method.</summary>
[Collection(nameof(OneListener))]
public sealed class ExpectedExceptionTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly Recording _recording = new();
    private IHost _host = null!;

    private CancellationToken Limit => _limit.Token;

    private RpcClient Client => _host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("observed"));

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<Observed>());

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        _recording.Dispose();
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_an_error_to_the_caller_and_none_to_the_server()
    {
        await Should.ThrowAsync<KeyNotFoundException>(() => Client.CallAsync("refuse_as_expected", cancel: Limit));
        var client = await _recording.SpanAsync(span => span.Kind == ActivityKind.Client, Limit);
        var server = await _recording.SpanAsync(span => span.Kind == ActivityKind.Server, Limit);
        await _host.StopAsync(Limit);

        (client.Status, client.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, "KeyError"));
        (server.Status, server.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Unset, null));
        ErrorOf("rpc.client.call.duration").ShouldBe("KeyError");
        ErrorOf("rpc.server.call.duration").ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"number":"x"}""")]
    [InlineData("""{"number":1,"other":2}""")]
    [InlineData("{}")]
    public async Task Arguments_that_do_not_fit_are_no_part_of_the_contract_though_a_base_class_of_their_exception_is(string arguments)
    {
        await Should.ThrowAsync<ArgumentException>(() => Client.CallAsync("count", JsonElement.Parse(arguments), Limit));
        var server = await _recording.SpanAsync(span => span.Kind == ActivityKind.Server, Limit);
        await _host.StopAsync(Limit);

        (server.Status, server.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, typeof(RpcArgumentException).FullName));
        ErrorOf("rpc.server.call.duration").ShouldBe(typeof(RpcArgumentException).FullName);
    }

    [Fact]
    public async Task A_method_may_name_the_exception_of_arguments_itself()
    {
        await Should.ThrowAsync<ArgumentException>(() => Client.CallAsync("refuse_argument", cancel: Limit));
        var server = await _recording.SpanAsync(span => span.Kind == ActivityKind.Server, Limit);
        await _host.StopAsync(Limit);

        server.Status.ShouldBe(ActivityStatusCode.Unset);
        ErrorOf("rpc.server.call.duration").ShouldBeNull();
    }

    [Fact]
    public async Task A_cast_has_nobody_to_be_told_so_it_is_an_error_of_its_consumer()
    {
        await Client.CastAsync("refuse_as_expected", cancel: Limit);
        var consumer = await _recording.SpanAsync(span => span.Kind == ActivityKind.Consumer, Limit);
        await _host.StopAsync(Limit);

        (consumer.Status, consumer.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, typeof(KeyNotFoundException).FullName));
        ErrorOf("messaging.process.duration").ShouldBe(typeof(KeyNotFoundException).FullName);
    }

    private object? ErrorOf(string metric) =>
        _recording.Measurements.Where(measured => measured.Name == metric).ShouldHaveSingleItem().Tags.ToDictionary().GetValueOrDefault("error.type");
}
