using Amqp1.Hosting.Internal;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>Tests with two endpoints of a server that have a method with the same wire name.</summary>
public sealed class HiddenMethodTests
{
    [Theory]
    [InlineData("1.0", null, "1.0", null, true)]
    [InlineData("1.5", null, "1.2", null, true)]
    [InlineData("1.2", null, "1.5", null, false)]
    [InlineData("2.0", null, "1.0", null, false)]
    [InlineData("1.0", "a", "1.0", "b", false)]
    [InlineData("1.0", "a", "1.0", "a", true)]
    public void A_warning_names_the_one_that_is_never_called(string version, string? ns, string laterVersion, string? laterNs, bool isHidden)
    {
        var log = new FakeLogger();

        HiddenMethods.Log(log, Target.ForTopic("t", "s"), [Endpoint(typeof(Weekday), version, ns), Endpoint(typeof(HiddenMethodTests), laterVersion, laterNs)]);

        var messages = log.Collector.GetSnapshot().Select(record => record.Message).ToArray();
        messages.Length.ShouldBe(isHidden ? 1 : 0);
        if (isHidden)
        {
            messages[0].ShouldContain($"Method next of {typeof(HiddenMethodTests)} is never called, because {typeof(Weekday)}, which takes precedence, serves");
        }
    }

    [Fact]
    public async Task The_start_of_a_host_warns_of_it()
    {
        using var host = await TestHost.StartAsync(messaging =>
        {
            messaging.Services.AddFakeLogging();
            messaging.AddEndpoint<Weekday>().AddEndpoint<SecondWeekday>();
        });

        host.Services.GetFakeLogCollector().GetSnapshot().Where(record => record.Id.Id == 2006).ShouldHaveSingleItem().Message
            .ShouldContain($"Method next of {typeof(SecondWeekday)} is never called, because {typeof(Weekday)}");

        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static RpcEndpointDescriptor Endpoint(Type type, string version, string? ns) => new(
        type, new Target { Topic = "t", Version = version, Namespace = ns }, [new RpcMethodDescriptor("next", (_, _) => ValueTask.CompletedTask)]);
}
