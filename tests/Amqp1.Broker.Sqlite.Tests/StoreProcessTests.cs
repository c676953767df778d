using System.Diagnostics;
using Amqp;
using Amqp1.Embedded;
using Amqp1.Embedded.Tests.Restarts;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>A broker in a process of its own: its file belongs to it alone, and its disk fills up.</summary>
public sealed class StoreProcessTests : BrokerTest
{
    private const string Megabyte = "1M";
    private const int Size = 64 * 1024;

    private string Folder => Path.GetDirectoryName(File)!;

    [Fact]
    public async Task Two_processes_cannot_use_one_file_and_a_killed_one_leaves_it_free()
    {
        await using var first = new RouterUnderTest { Store = File };
        await first.StartAsync(Cancel);
        (await Should.ThrowAsync<IOException>(StartAsync())).Message.ShouldContain($"The file {File} is used by another process.");

        await first.KillAsync(Cancel);
        await using var second = await StartAsync();
        await SendAsync(second, "queue", ["a"]);
    }

    [Fact]
    public async Task A_broker_whose_disk_is_full_rejects_messages_until_space_is_free_and_loses_none()
    {
        // The disk is a file system in memory that only the process sees. A file fills most of it until another file appears.
        var disk = Directory.CreateDirectory(Path.Combine(Folder, "disk")).FullName;
        await SkipUnlessDisksCanBeMadeAsync(disk);
        var signal = Path.Combine(Folder, "free-space");
        var script = $"mount -t tmpfs -o size=12M none '{disk}' && dd if=/dev/zero of='{disk}/filler' bs={Megabyte} count=8 status=none && " +
            $"{{ (while kill -0 $$ && [ ! -e '{signal}' ]; do sleep 0.1; done; rm '{disk}/filler') < /dev/null > /dev/null 2>&1 & exec \"$@\"; }}";
        await using var broker = new RouterUnderTest
        {
            Store = Path.Combine(disk, "broker.db"), Launcher = ["unshare", "--map-root-user", "--mount", "bash", "-c", script, "bash"],
        };
        await broker.StartAsync(Cancel);
        var connection = await new ConnectionFactory().CreateAsync(new Address(broker.Url));
        var sender = new SenderLink(new Session(connection), "sender", "queue");
        var accepted = 0;
        AmqpException failure;
        while (true)
        {
            try
            {
                await sender.SendAsync(MessageOf(accepted));
                accepted++;
            }
            catch (AmqpException exception)
            {
                failure = exception;
                break;
            }
        }

        failure.Error.Condition.ToString().ShouldBe("amqp:resource-limit-exceeded");
        failure.Error.Description.ShouldContain("is full");
        accepted.ShouldBeGreaterThan(10);

        // The next message waits for credit, which comes when there is space.
        var waiting = sender.SendAsync(MessageOf(accepted));
        await System.IO.File.WriteAllTextAsync(signal, "", Cancel);
        await waiting;

        var receiver = new ReceiverLink(new Session(connection), "receiver", "queue");
        for (var number = 0; number <= accepted; number++)
        {
            var message = await receiver.ReceiveAsync(TimeSpan.FromSeconds(30));
            message.ShouldNotBeNull($"message {number} of {accepted}");
            ((byte[])message.Body)[..4].ShouldBe(BitConverter.GetBytes(number));
            receiver.Accept(message);
        }

        await connection.CloseAsync();
    }

    private static Message MessageOf(int number)
    {
        var body = new byte[Size];
        BitConverter.TryWriteBytes(body, number);
        return new Message(body);
    }

    private static async Task SkipUnlessDisksCanBeMadeAsync(string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux gives a process a file system of its own.");
        Assert.SkipUnless(
            await RunAsync("unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "-o", "size=1M", "none", folder) == 0,
            "This user may not make a file system for a process (unshare and mount).");
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode;
    }
}
