using Amqp1.Payloads;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Payloads;

/// <summary>Tests of the payload store in files: expiry, size, and what it leaves alone.</summary>
public sealed class FilePayloadStoreTests : IDisposable
{
    private readonly TestFiles _files = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly LogRecords _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Directory => _files.PathOf("payloads");

    [Fact]
    public async Task A_payload_is_read_by_another_process_until_it_is_removed()
    {
        using var here = Open();
        using var there = Open();

        (await here.StoreAsync("one", Content(100), Cancel)).ShouldBeTrue();

        there.Id.ShouldBe(here.Id);
        (await there.ReadAsync("one", 100, Cancel)).ShouldBe(Content(100));
        (await there.ReadAsync("one", 99, Cancel)).ShouldBeNull();
        here.TotalBytes.ShouldBe(100);
        await here.RemoveAsync("one", Cancel);
        await here.RemoveAsync("one", Cancel);
        (await there.ReadAsync("one", 100, Cancel)).ShouldBeNull();
        here.TotalBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_payload_expires_and_other_files_stay()
    {
        using var store = Open();
        await store.StoreAsync("old", Content(100), Cancel);
        File.WriteAllText(Path.Combine(Directory, "README.txt"), "not a payload");
        _time.Advance(TimeSpan.FromMinutes(40));
        await store.StoreAsync("young", Content(10), Cancel);

        // The retention of one hour has passed, and the store looks every ten minutes.
        _time.Advance(TimeSpan.FromMinutes(31));

        (await store.ReadAsync("old", 100, Cancel)).ShouldBeNull();
        Names().ShouldBe(["README.txt", "store-id", "young"], ignoreOrder: true);
        store.TotalBytes.ShouldBe(10);
        (await store.ReadAsync("young", 10, Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_expired_payload_is_not_read_even_if_it_was_not_removed()
    {
        using var store = Open();
        await store.StoreAsync("one", Content(1), Cancel);
        File.SetLastWriteTimeUtc(Path.Combine(Directory, "one"), _time.GetUtcNow().UtcDateTime.AddHours(-2));

        (await store.ReadAsync("one", 1, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_full_store_takes_nothing_until_payloads_expire()
    {
        using var store = Open(maxTotalBytes: 100);
        (await store.StoreAsync("one", Content(60), Cancel)).ShouldBeTrue();
        (await store.StoreAsync("two", Content(41), Cancel)).ShouldBeFalse();
        (await store.StoreAsync("three", Content(40), Cancel)).ShouldBeTrue();
        (await store.StoreAsync("huge", Content(101), Cancel)).ShouldBeFalse();

        // Another process, or an operator, has made room; the store notices it when it is full and a second has passed.
        File.Delete(Path.Combine(Directory, "one"));
        (await store.StoreAsync("four", Content(60), Cancel)).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await store.StoreAsync("four", Content(60), Cancel)).ShouldBeTrue();
        store.TotalBytes.ShouldBe(100);
    }

    [Fact]
    public async Task What_is_there_at_the_start_is_counted_and_unfinished_payloads_expire()
    {
        using (var before = Open())
        {
            await before.StoreAsync("one", Content(60), Cancel);
        }

        File.WriteAllBytes(Path.Combine(Directory, "crashed.tmp"), Content(7));
        File.SetLastWriteTimeUtc(Path.Combine(Directory, "crashed.tmp"), _time.GetUtcNow().UtcDateTime.AddHours(-2));

        using var store = Open();

        store.TotalBytes.ShouldBe(60);
        Names().ShouldBe(["one", "store-id"], ignoreOrder: true);
        (await store.ReadAsync("one", 60, Cancel)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("../one")]
    [InlineData("/etc/passwd")]
    [InlineData("store-id")]
    [InlineData("One")]
    [InlineData("one.tmp")]
    [InlineData("")]
    public async Task Only_names_of_payloads_are_taken(string name)
    {
        using var store = Open();

        await Should.ThrowAsync<ArgumentException>(async () => await store.StoreAsync(name, Content(1), Cancel));
        await Should.ThrowAsync<ArgumentException>(async () => await store.ReadAsync(name, 1, Cancel));
        await Should.ThrowAsync<ArgumentException>(async () => await store.RemoveAsync(name, Cancel));
    }

    [Fact]
    public async Task A_name_is_used_once_and_a_payload_that_cannot_be_written_is_not_counted()
    {
        using var store = Open();
        await store.StoreAsync("one", Content(1), Cancel);

        await Should.ThrowAsync<IOException>(async () => await store.StoreAsync("one", Content(50), Cancel));

        store.TotalBytes.ShouldBe(1);
        Names().ShouldBe(["one", "store-id"], ignoreOrder: true);
    }

    [Fact]
    public async Task Processes_that_open_the_directory_at_the_same_time_agree_on_its_id()
    {
        const int Processes = 8;

        // The moment in which two of them would both create the ID is short, so that one attempt would hardly ever show it.
        for (var round = 0; round < 300; round++)
        {
            var directory = _files.PathOf($"payloads-{round}");
            using var start = new Barrier(Processes);
            var ids = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Cancel);
                    return new PayloadDirectory(directory).Open();
                },
                Cancel,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            ids.Distinct().ShouldHaveSingleItem();
            System.IO.Directory.GetFiles(directory).Select(Path.GetFileName).ShouldBe(["store-id"]);
        }
    }

    [Fact]
    public void A_directory_that_cannot_be_used_is_an_error_and_one_that_vanishes_a_warning()
    {
        File.WriteAllText(_files.PathOf("file"), "");
        Should.Throw<IOException>(() => new FilePayloadStore(_files.PathOf("file")));

        using var store = Open();
        System.IO.Directory.Delete(Directory, recursive: true);
        _time.Advance(TimeSpan.FromMinutes(10));

        _log.All.Count<LogRecord>(record => record.Id == 1305).ShouldBe(1);
    }

    [Fact]
    public void An_id_of_the_wrong_form_is_an_error()
    {
        Open().Dispose();
        File.WriteAllText(Path.Combine(Directory, "store-id"), "not an id");

        Should.Throw<IOException>(() => Open()).Message.ShouldContain("store-id");
    }

    [Fact]
    public async Task Other_users_cannot_read_payloads()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        using var store = Open();
        await store.StoreAsync("one", Content(1), Cancel);

        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        (File.GetUnixFileMode(Path.Combine(Directory, "one")) & Others).ShouldBe(UnixFileMode.None);
        (File.GetUnixFileMode(Directory) & Others).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public void Limits_must_be_positive()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Open(maxTotalBytes: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new FilePayloadStore(Directory, new FilePayloadStoreOptions { Retention = TimeSpan.Zero }));
        Should.Throw<ArgumentException>(() => new FilePayloadStore(" "));
    }

    public void Dispose() => _files.Dispose();

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)index)];

    private FilePayloadStore Open(long maxTotalBytes = 1000) =>
        new(Directory, new FilePayloadStoreOptions { MaxTotalBytes = maxTotalBytes }, _time, _log);

    private string[] Names() => [.. System.IO.Directory.GetFiles(Directory).Select(file => Path.GetFileName(file))];
}
