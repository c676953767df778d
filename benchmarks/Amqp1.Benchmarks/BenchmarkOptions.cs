using System.Globalization;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks;

/// <summary>The options of the command line.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage = """
        Amqp1.Benchmarks [python | profile | frames | record FOLDER | growth FOLDER] [options]

          (nothing)   calls and notifications of all contenders, side by side
          python      calls of this driver and of Python's oslo.messaging to the same server
          profile     what a call allocates in client and server, by type
          frames      the frames and bytes of a call and a notification between each process and the router or broker
          record      everything that docs/internals/benchmarks.md shows: tables, charts and verdicts, written to a folder (eng/bench)
          growth      calls with growing numbers of servers, addresses and connections: a table and a chart, written to a folder

          --url URL            the router; default: the embedded one, in a process of its own
          --contenders LIST    of full, hosted, bare, bare-stock, nats, grpc, jsonrpc, rabbit, rabbit-bare, rabbit-bare-oslo,
                               broker, broker-durable; default: full,bare,nats
          --operations LIST    of call, notify; default: both
          --concurrency LIST   default: 1,10,64,256
          --seconds N          length of one measurement; default: 1
          --rounds N           every combination is measured this often, the median counts; default: 5
          --payload N          bytes of application data each way; default: 1024
          --credit N           the credit window of the servers and listeners of this driver; default: that of a service
          --limit N            seconds after which the run is given up; default: twice what it should take
        """;

    /// <summary>The defaults of a recorded run: all contenders.</summary>
    public static BenchmarkOptions OfRecord { get; } = new()
    {
        Contenders =
        [
            ContenderFactory.Full,
            ContenderFactory.Bare,
            ContenderFactory.Nats,
            ContenderFactory.Grpc,
            ContenderFactory.JsonRpc,
            ContenderFactory.Rabbit,
            ContenderFactory.RabbitBare,
            ContenderFactory.RabbitBareOslo,
        ],
    };

    public string? Url { get; init; }
    public IReadOnlyList<string> Contenders { get; init; } = [ContenderFactory.Full, ContenderFactory.Bare, ContenderFactory.Nats];
    public IReadOnlyList<Operation> Operations { get; init; } = [Operation.Call, Operation.Notify];
    public IReadOnlyList<int> Concurrency { get; init; } = [1, 10, 64, 256];
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(1);
    public int Rounds { get; init; } = 5;
    public int PayloadSize { get; init; } = 1024;
    public int? Credit { get; init; }
    public TimeSpan? Limit { get; init; }

    public TimeSpan TotalLimit
    {
        get
        {
            var cells = Contenders.Count * Operations.Count * ((Concurrency.Count * Rounds) + 4);
            return Limit ?? (2 * cells * (Duration + TimeSpan.FromMilliseconds(500))) + TimeSpan.FromMinutes(1);
        }
    }

    /// <summary>Parses the command line. Throws <see cref="ArgumentException"/> for an unknown option or an invalid value.</summary>
    public static BenchmarkOptions Parse(IReadOnlyList<string> args, BenchmarkOptions? defaults = null)
    {
        var options = defaults ?? new BenchmarkOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--url" => options with { Url = value },
                "--contenders" => options with { Contenders = [.. value.Split(',').Select(ContenderFactory.Check)] },
                "--operations" => options with { Operations = [.. value.Split(',').Select(name => Enum.Parse<Operation>(name, ignoreCase: true))] },
                "--concurrency" => options with { Concurrency = [.. value.Split(',').Select(Number)] },
                "--seconds" => options with { Duration = TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) },
                "--rounds" => options with { Rounds = Number(value) },
                "--payload" => options with { PayloadSize = Number(value) },
                "--credit" => options with { Credit = Number(value) },
                "--limit" => options with { Limit = TimeSpan.FromSeconds(Number(value)) },
                _ => throw new ArgumentException($"There is no option {args[i]}."),
            };
        }

        return options;
    }

    private static int Number(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"'{text}' is not a positive number.");
}
