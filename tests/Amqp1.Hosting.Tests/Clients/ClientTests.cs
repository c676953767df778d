using System.Text.Json;
using System.Threading.Channels;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>Tests of generated clients with generated endpoints, through a host and a router.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private IHost _host = null!;

    private CancellationToken Limit => _limit.Token;

    private ISwitchboard Client => _host.Services.GetRequiredService<ISwitchboard>();

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(
        messaging =>
        {
            messaging.AddEndpoint<Switchboard>();
            messaging.Services.AddSingleton(_heard);
        },
        ("Amqp1:Hosting:ServerName", "here"));

    public async ValueTask DisposeAsync()
    {
        _heard.Writer.TryComplete();
        await _host.StopAsync(Limit);
        _host.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task A_call_carries_its_arguments_by_name_and_brings_the_result() =>
        (await Client.ConnectAsync("Ada", 7, Limit)).ShouldBe("Ada at 7");

    [Theory]
    [InlineData(null, null)]
    [InlineData("Ada", 3)]
    public async Task None_goes_both_ways(string? name, int? result) => (await Client.FindAsync(name, Limit)).ShouldBe(result);

    [Fact]
    public async Task None_is_refused_where_the_interface_promises_a_value() =>
        (await Should.ThrowAsync<MessagingException>(() => Client.MissingAsync(Limit))).Message.ShouldBe("The result of missing is None.");

    [Fact]
    public async Task A_context_goes_along() =>
        (await Client.CallerAsync(MessagingContext.FromEntries([new("user", "ada")]), Limit)).ShouldBe("ada");

    [Fact]
    public async Task A_server_can_be_named_for_one_call()
    {
        (await Client.WhereAsync("here", Limit)).ShouldContain("here");
        (await Client.WhereAsync(null, Limit)).ShouldNotContain("here");
    }

    [Fact]
    public async Task Casts_and_fanouts_ask_for_no_reply()
    {
        await Client.NoteAsync("hello", Limit);
        (await _heard.Reader.ReadAsync(Limit)).ShouldBe("hello False");
        await Client.RingAsync(Limit);
        (await _heard.Reader.ReadAsync(Limit)).ShouldBe("ring False");
    }

    [Fact]
    public async Task A_stream_goes_in_both_directions_of_a_list()
    {
        string[] letters = ["A", "d", "a"];

        (await Client.SpellAsync("Ada", cancel: Limit).ToListAsync(Limit)).ShouldBe(letters);
        (await Client.ReadLettersAsync("Ada", Limit).ToListAsync(Limit)).ShouldBe(letters);
        (await Client.SpellAtOnceAsync("Ada", Limit)).ShouldBe(letters);
        (await Client.SpellAsync("", cancel: Limit).ToListAsync(Limit)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_throws_what_its_method_throws_after_the_items_before_it()
    {
        List<string> letters = [];

        var failure = await Should.ThrowAsync<KeyNotFoundException>(async () =>
        {
            await foreach (var letter in Client.SpellAsync("Ada", failAt: 2, Limit))
            {
                letters.Add(letter);
            }
        });

        failure.Message.ShouldContain("a");
        letters.ShouldBe(["A", "d"]);
    }

    [Fact]
    public async Task A_method_may_have_a_timeout_of_its_own() =>
        await Should.ThrowAsync<MessagingTimeoutException>(() => Client.HoldAsync(Limit));

    [Fact]
    public async Task What_the_service_throws_comes_out() =>
        (await Should.ThrowAsync<RemoteErrorException>(() => Client.NotThereAsync(Limit))).ErrorClass.ShouldBe("NoSuchMethod");

    [Fact]
    public void Clients_of_the_application_are_singletons_that_nobody_has_to_register() => Client.ShouldBeSameAs(_host.Services.GetRequiredService<ISwitchboard>());

    [Fact]
    public void What_the_application_registers_in_place_of_a_client_stays()
    {
        var builder = TestHost.CreateBuilder(("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));
        var own = Client;
        builder.Services.AddSingleton(own);
        builder.Services.AddAmqp1Messaging();
        using var host = builder.Build();

        host.Services.GetServices<ISwitchboard>().ShouldHaveSingleItem().ShouldBeSameAs(own);
    }

    [Fact]
    public void A_client_whose_types_have_no_metadata_says_which()
    {
        using var host = TestHost.Build(
            messaging => messaging.WithJson(new JsonSerializerOptions { TypeInfoResolver = Endpoints.ProbeJson.Default }), ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));

        Should.Throw<InvalidOperationException>(() => host.Services.GetRequiredService<ISwitchboard>()).Message
            .ShouldStartWith("Amqp1.Hosting.Tests.Clients.ISwitchboard.ConnectAsync takes 'firstName' of System.String, for which the JSON options have no metadata");
    }
}
