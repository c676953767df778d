using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Filters;
using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>Tests of filters on both sides of a host.</summary>
public sealed class FilterTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly ConcurrentQueue<string> _seen = new();

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task A_call_passes_the_filters_of_both_sides_in_the_order_in_which_they_were_added()
    {
        using var host = await StartAsync(messaging => messaging.AddFilter(Named("a")).AddFilter(Named("b")));

        (await Client(host).CallAsync<string>("greet", new { name = "Ada" }, Limit)).ShouldBe("Hello Ada");
        await host.StopAsync(Limit);

        _seen.ShouldBe(
        [
            "a> Call greeter greet", "b> Call greeter greet",
            "a> Dispatch greeter greet", "b> Dispatch greeter greet", "<b", "<a",
            "<b", "<a",
        ]);
    }

    [Fact]
    public async Task Casts_and_notifications_pass_them_too()
    {
        var heard = new Ears.Heard();
        using var host = await StartAsync(messaging =>
        {
            messaging.AddEndpoint<Ears>().AddFilter(Named("a"));
            messaging.Services.AddSingleton(heard);
        }, ("Amqp1:Notifications:Topics:0", "news"));

        await Client(host).CastAsync("greet", new { name = "Ada" }, Limit);
        await Client(host).FanoutAsync("greet", new { name = "Ada" }, Limit);
        await host.Services.GetRequiredService<INotifier>().InfoAsync("good.day", new { n = 1 }, cancel: Limit);
        await host.StopAsync(Limit);

        heard.All.ShouldBe(["info good.day 1"]);
        _seen.Where(entry => entry != "<a").ShouldBe(
            ["a> Cast greeter greet", "a> Dispatch greeter greet", "a> Cast greeter greet", "a> Dispatch greeter greet", "a> Notify news good.day", "a> Listen news good.day"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_filter_that_throws_on_the_server_is_one_failure_reply()
    {
        using var host = await StartAsync(messaging => messaging.AddFilter(async (context, next) =>
        {
            await next(context);
            _seen.Enqueue(context.Kind.ToString());
            if (context.Kind == MessagingFilterKind.Dispatch)
            {
                throw new UnauthorizedAccessException("not you");
            }
        }));

        var refused = await Should.ThrowAsync<UnauthorizedAccessException>(() => Client(host).CallAsync<string>("greet", new { name = "Ada" }, Limit));
        (await Should.ThrowAsync<UnauthorizedAccessException>(() => Client(host).CallAsync<string>("greet", new { name = "Ada" }, Limit))).Message.ShouldBe(refused.Message);
        await host.StopAsync(Limit);

        refused.Message.ShouldBe("not you");
        _seen.ShouldBe(["Dispatch", "Dispatch"]);
    }

    [Fact]
    public async Task A_filter_changes_the_context_that_travels_and_the_one_that_the_method_gets()
    {
        using var host = await StartAsync(messaging => messaging.AddEndpoint<ContextTeller>().AddFilter((context, next) =>
        {
            var entries = context.Context.Json.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetString()));
            context.Context = MessagingContext.FromEntries([.. entries, KeyValuePair.Create<string, string?>(context.Kind.ToString(), "was here")]);
            return next(context);
        }));

        var told = await host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("context-teller")).CallAsync<string>("tell", cancel: Limit);
        await host.StopAsync(Limit);

        told.ShouldBe("""{"Call":"was here","Dispatch":"was here"}""");
    }

    [Fact]
    public async Task A_filter_that_sends_again_and_one_that_does_not_send()
    {
        var attempts = 0;
        using var host = await StartAsync(messaging => messaging.AddFilter(async (context, next) =>
        {
            if (context.Kind == MessagingFilterKind.Call && context.Name == "greet")
            {
                await next(context);
                await next(context);
            }
            else if (context.Kind == MessagingFilterKind.Dispatch)
            {
                Interlocked.Increment(ref attempts);
                await next(context);
            }
        }));

        (await Client(host).CallAsync<string>("greet", new { name = "Ada" }, Limit)).ShouldBe("Hello Ada");
        (await Client(host).CallAsync<string>("never_sent", cancel: Limit)).ShouldBeNull();
        await host.StopAsync(Limit);

        attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_filter_class_may_ask_for_the_notifier_and_finds_the_services_of_the_messages_scope()
    {
        using var host = await StartAsync(messaging => messaging.AddFilter<ScopeFilter>(), ("Amqp1:Notifications:Drivers:0", "test"));

        var numbers = await Client(host).CallAsync<int[]>("numbers", cancel: Limit);
        await host.StopAsync(Limit);

        // The filter gets the same scoped object as the endpoint.
        host.Services.GetRequiredService<ScopeFilter>().Numbers.ShouldBe([numbers.ShouldNotBeNull()[1]]);
        host.Services.GetRequiredService<NotificationRecorder>().All.ShouldHaveSingleItem().EventType.ShouldBe("filter.dispatch");
    }

    [Fact]
    public async Task A_filter_that_cannot_be_made_ends_the_start()
    {
        using var host = TestHost.Build(messaging => messaging.AddFilter<NeedsSomething>(), ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync(Limit))).Message.ShouldContain(nameof(ScopedThing));
    }

    [Fact]
    public async Task A_filter_that_throws_around_a_handler_decides_as_the_handler_would()
    {
        var heard = new Ears.Heard();
        using var host = await StartAsync(messaging =>
        {
            messaging.AddEndpoint<Ears>().AddFilter((context, next) =>
                context.Kind == MessagingFilterKind.Listen && context.Name == "good.grief" ? throw new InvalidOperationException("no") : next(context));
            messaging.Services.AddSingleton(heard);
        }, ("Amqp1:Notifications:Topics:0", "news"));
        var notifier = host.Services.GetRequiredService<INotifier>();

        await notifier.InfoAsync("good.grief", new { n = 1 }, cancel: Limit);
        await notifier.InfoAsync("good.day", new { n = 2 }, cancel: Limit);
        await host.StopAsync(Limit);

        heard.All.ShouldBe(["info good.day 2"]);
    }

    public void Dispose() => _limit.Dispose();

    private static Task<IHost> StartAsync(Action<IAmqp1MessagingBuilder> add, params (string, string?)[] settings) => TestHost.StartAsync(
        messaging =>
        {
            messaging.AddGreeter();
            add(messaging);
        },
        settings);

    private static RpcClient Client(IHost host) => GreeterService.Client(host);

    private Func<MessagingFilterContext, MessagingFilterNext, Task> Named(string name) => async (context, next) =>
    {
        _seen.Enqueue($"{name}> {context.Kind} {context.Target.Topic} {context.Name}");
        await next(context);
        _seen.Enqueue($"<{name}");
    };
}
