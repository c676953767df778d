using System.Collections.Concurrent;
using System.Threading.Channels;
using Amqp1.Payloads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>Tests of the payload store of a host, with generated clients and endpoints.</summary>
public sealed class ClaimCheckTests : IDisposable
{
    private static readonly string Large = new('x', 300_000);

    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("amqp1-claims-");
    private readonly KeepingStore _store = new();

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task The_directory_of_the_configuration_is_used_and_empty_after_a_call()
    {
        var directory = Path.Combine(_root.FullName, "payloads");
        using var host = await StartAsync(_ => { }, ("Amqp1:ClaimCheck:Directory", directory), ("Amqp1:ClaimCheck:StoreArguments", "true"));
        var store = host.Services.GetRequiredService<MessagingTransport>().PayloadStore.ShouldBeOfType<FilePayloadStore>();

        (await host.Services.GetRequiredService<ISwitchboard>().ConnectAsync(Large, 7, Limit)).ShouldBe($"{Large} at 7");

        Directory.GetFiles(directory).Select(Path.GetFileName).ShouldBe(["store-id"]);
        store.TotalBytes.ShouldBe(0);
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_relative_directory_is_in_the_content_root_and_one_that_cannot_be_used_prevents_the_start()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "file"), "");
        var builder = TestHost.CreateBuilder(("Amqp1:TransportUrl", "amqp://127.0.0.1:1"), ("Amqp1:ClaimCheck:Directory", "file"));
        builder.Environment.ContentRootPath = _root.FullName;
        builder.AddAmqp1Messaging();
        using var host = builder.Build();

        (await Should.ThrowAsync<FormatException>(() => host.StartAsync(Limit))).Message.ShouldStartWith("Amqp1:ClaimCheck:Directory is 'file', which cannot be used");
    }

    [Theory]
    [InlineData("true", 2)]
    [InlineData("false", 1)]
    public async Task An_interface_decides_on_its_own_whether_its_arguments_are_stored(string storeArguments, int stored)
    {
        using var host = await StartAsync(
            messaging => messaging.AddPayloadStore(_store),
            ("Amqp1:ClaimCheck:StoreArguments", storeArguments == "true" ? "false" : "true"),
            ("Amqp1:Clients:ISwitchboard:StoreArguments", storeArguments));

        (await host.Services.GetRequiredService<ISwitchboard>().ConnectAsync(Large, 7, Limit)).ShouldBe($"{Large} at 7");

        _store.Stored.Count.ShouldBe(stored);
        _store.Contents.ShouldBeEmpty();
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_stream_takes_stored_arguments_and_its_items_are_not_stored()
    {
        var word = new string('a', 2000);
        using var host = await StartAsync(
            messaging => messaging.AddPayloadStore(_store),
            ("Amqp1:ClaimCheck:StoreArguments", "true"),
            ("Amqp1:ClaimCheck:Threshold", "1024"));

        (await host.Services.GetRequiredService<ISwitchboard>().SpellAsync(word, cancel: Limit).ToListAsync(Limit)).Count.ShouldBe(2000);
        (await host.Services.GetRequiredService<ISwitchboard>().SpellAtOnceAsync(word, Limit)).Length.ShouldBe(2000);

        _store.Stored.Select(name => name[0]).ShouldBe(['a', 'a', 'r']);
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_store_class_comes_from_the_container_and_takes_precedence()
    {
        var directory = Path.Combine(_root.FullName, "unused");
        using var host = await StartAsync(messaging => messaging.AddPayloadStore<KeepingStore>(), ("Amqp1:ClaimCheck:Directory", directory));

        await host.Services.GetRequiredService<ISwitchboard>().ConnectAsync(Large, 7, Limit);

        host.Services.GetRequiredService<KeepingStore>().Stored.Count.ShouldBe(1);
        Directory.Exists(directory).ShouldBeFalse();
        await host.StopAsync(Limit);
    }

    public void Dispose()
    {
        _root.Delete(recursive: true);
        _limit.Dispose();
    }

    private static Task<IHost> StartAsync(Action<IAmqp1MessagingBuilder> add, params (string Key, string? Value)[] settings) => TestHost.StartAsync(
        messaging =>
        {
            messaging.AddEndpoint<Switchboard>();
            messaging.Services.AddSingleton(Channel.CreateUnbounded<string>());
            add(messaging);
        },
        settings);

    /// <summary>A store that remembers the names of what was stored.</summary>
    public sealed class KeepingStore : IPayloadStore
    {
        public ConcurrentQueue<string> Stored { get; } = new();

        public ConcurrentDictionary<string, byte[]> Contents { get; } = new();

        public string Id => "keeping";

        public ValueTask<bool> StoreAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancel = default)
        {
            Stored.Enqueue(name);
            return ValueTask.FromResult(Contents.TryAdd(name, content.ToArray()));
        }

        public ValueTask<byte[]?> ReadAsync(string name, int maxLength, CancellationToken cancel = default) => ValueTask.FromResult(Contents.GetValueOrDefault(name));

        public ValueTask RemoveAsync(string name, CancellationToken cancel = default)
        {
            Contents.TryRemove(name, out _);
            return ValueTask.CompletedTask;
        }
    }
}
