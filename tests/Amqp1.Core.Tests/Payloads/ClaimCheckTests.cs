using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Amqp1.Configuration;
using Amqp1.Payloads;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Payloads;

/// <summary>Tests of what becomes of payloads and references, whatever the store and the peer do.</summary>
public sealed class ClaimCheckTests
{
    private const int Full = 1300;
    private const int HasRoom = 1301;
    private const int NotStored = 1302;
    private const int NotRead = 1303;
    private const int NotRemoved = 1304;

    private static readonly byte[] Large = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('é', 3000)}}"}""");

    private readonly MemoryPayloadStore _store = new();
    private readonly ClaimCheckOptions _options = new() { Threshold = 1024, MaxLength = 8192 };
    private readonly FakeTimeProvider _time = new();
    private readonly LogRecords _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClaimCheck Claims => new(_store, _options, _time, _log);

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    [InlineData(8192, true)]
    [InlineData(8193, false)]
    public void Payloads_from_the_threshold_to_the_limit_are_stored(int length, bool expected) => Claims.IsLarge(length).ShouldBe(expected);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stored_payload_is_opened_again(bool compress)
    {
        _options.Compress = compress;
        var reference = await StoreAsync();

        var text = await Claims.OpenAsync(PayloadKind.Notification, reference, Cancel);

        text.Span.SequenceEqual(Large).ShouldBeTrue();
        reference.IsCompressed.ShouldBe(compress);
        reference.Length.ShouldBe(Large.Length);
        (_store.Contents[reference.Name].Length < Large.Length / 4).ShouldBe(compress);
    }

    [Fact]
    public async Task A_payload_that_does_not_become_shorter_is_not_compressed()
    {
        var random = Encoding.UTF8.GetBytes("\"" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)) + "\"");

        var reference = (await Claims.TryStoreAsync(PayloadKind.Result, random, Cancel))!;

        reference.IsCompressed.ShouldBeFalse();
        (await Claims.OpenAsync(PayloadKind.Result, reference, Cancel)).Span.SequenceEqual(random).ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_reference_is_refused()
    {
        var reference = await StoreAsync();
        _store.Contents.Clear();

        await RefusedAsync(PayloadKind.Notification, reference, "was not found");
    }

    [Fact]
    public async Task A_reference_to_another_store_or_use_or_beyond_the_limit_is_refused_without_a_read()
    {
        var reference = await StoreAsync();

        await RefusedAsync(PayloadKind.Notification, reference with { StoreId = "other" }, "store other");
        await RefusedAsync(PayloadKind.Result, reference, "another use");
        await RefusedAsync(PayloadKind.Notification, reference with { Length = 8193 }, "at most 8192");

        _store.Reads.Count<string>().ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wrong_length_hash_or_encoding_is_refused(bool compress)
    {
        _options.Compress = compress;
        var reference = await StoreAsync();

        await RefusedAsync(PayloadKind.Notification, reference with { Length = reference.Length + 1 }, "length");
        await RefusedAsync(PayloadKind.Notification, reference with { Length = 1200 }, compress ? "length" : "was not found");
        await RefusedAsync(PayloadKind.Notification, reference with { Sha256 = new string('0', 64) }, "hash");
        await RefusedAsync(PayloadKind.Notification, reference with { IsCompressed = !compress }, compress ? "length" : "encoding");
        _store.Contents[reference.Name] = "tampered"u8.ToArray();
        await RefusedAsync(PayloadKind.Notification, reference, "hash");
    }

    [Fact]
    public async Task Bytes_that_decompress_to_more_than_their_reference_says_are_refused()
    {
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[100_000]);
        }

        var reference = Put(bomb.ToArray(), length: 2000) with { IsCompressed = true };

        await RefusedAsync(PayloadKind.Notification, reference, "length");
    }

    [Theory]
    [InlineData('n', "{\"a\":")]
    [InlineData('n', "{} {}")]
    [InlineData('n', "not JSON")]
    [InlineData('a', "[1,2]")]
    [InlineData('a', "null")]
    public async Task Stored_bytes_that_are_not_the_expected_json_are_refused(char kind, string content)
    {
        var reference = Put(Encoding.UTF8.GetBytes(content), content.Length, kind);

        await RefusedAsync((PayloadKind)kind, reference, "JSON");
    }

    [Fact]
    public async Task A_full_store_is_logged_once_and_again_when_it_has_room()
    {
        var claims = Claims;
        _store.IsFull = true;
        (await claims.TryStoreAsync(PayloadKind.Result, Large, Cancel)).ShouldBeNull();
        (await claims.TryStoreAsync(PayloadKind.Result, Large, Cancel)).ShouldBeNull();
        _store.IsFull = false;
        (await claims.TryStoreAsync(PayloadKind.Result, Large, Cancel)).ShouldNotBeNull();
        (await claims.TryStoreAsync(PayloadKind.Result, Large, Cancel)).ShouldNotBeNull();

        _log.All.All<LogRecord>().Select(record => record.Id).ShouldBe([Full, HasRoom]);
        _log.All.All<LogRecord>()[1].Text.ShouldEndWith("2 payloads were sent in their messages");
    }

    [Fact]
    public async Task A_store_that_throws_does_not_lose_a_payload()
    {
        var reference = await StoreAsync();
        _store.Before = _ => throw new IOException("scripted");

        (await Claims.TryStoreAsync(PayloadKind.Result, Large, Cancel)).ShouldBeNull();
        (await Should.ThrowAsync<PayloadUnavailableException>(async () => await Claims.OpenAsync(PayloadKind.Notification, reference, Cancel))).IsTransient.ShouldBeTrue();
        await Claims.RemoveAsync(reference);

        _log.All.All<LogRecord>().Select(record => (record.Id, record.Level)).ShouldBe(
            [(NotStored, LogLevel.Warning), (NotRead, LogLevel.Warning), (NotRemoved, LogLevel.Debug)]);
    }

    [Fact]
    public async Task A_store_that_hangs_is_not_waited_for_longer_than_its_limit()
    {
        var reference = await StoreAsync();

        // This store does not even look at its token.
        _store.Before = _ => new TaskCompletionSource().Task;
        var storing = Claims.TryStoreAsync(PayloadKind.Result, Large, Cancel).AsTask();
        var opening = Claims.OpenAsync(PayloadKind.Notification, reference, Cancel).AsTask();
        var removing = Claims.RemoveAsync(reference).AsTask();
        _time.Advance(_options.Timeout - TimeSpan.FromMilliseconds(1));
        (storing.IsCompleted || opening.IsCompleted || removing.IsCompleted).ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await storing).ShouldBeNull();
        (await Should.ThrowAsync<PayloadUnavailableException>(opening)).IsTransient.ShouldBeTrue();
        await removing;
    }

    [Fact]
    public async Task A_cancelled_operation_ends_at_once()
    {
        var reference = await StoreAsync();
        _store.Before = _ => new TaskCompletionSource().Task;
        using var cancel = new CancellationTokenSource();
        var storing = Claims.TryStoreAsync(PayloadKind.Result, Large, cancel.Token).AsTask();
        var opening = Claims.OpenAsync(PayloadKind.Notification, reference, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(storing);
        await Should.ThrowAsync<OperationCanceledException>(opening);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("http://store")]
    public void The_id_of_a_store_must_have_the_fixed_form(string id) =>
        Should.Throw<ArgumentException>(() => new ClaimCheck(new MemoryPayloadStore { Id = id }, _options, _time, _log));

    private async Task<PayloadReference> StoreAsync() =>
        (await Claims.TryStoreAsync(PayloadKind.Notification, Large, Cancel))!;

    private PayloadReference Put(byte[] bytes, int length, char kind = 'n')
    {
        var reference = new PayloadReference("memory", PayloadReference.NewName((PayloadKind)kind), length, Convert.ToHexStringLower(SHA256.HashData(bytes)), IsCompressed: false);
        _store.Contents[reference.Name] = bytes;
        return reference;
    }

    private async Task RefusedAsync(PayloadKind kind, PayloadReference reference, string reason)
    {
        // The store in memory does not return more than is asked for, as every store.
        var refused = await Should.ThrowAsync<PayloadUnavailableException>(async () => await Claims.OpenAsync(kind, reference, Cancel));
        refused.Message.ShouldContain(reason);
        refused.IsTransient.ShouldBeFalse();
    }
}
