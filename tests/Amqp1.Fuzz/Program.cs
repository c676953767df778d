using Amqp1.Fuzz;
using SharpFuzz;

// afl-fuzz starts this program with the name of a target (see eng/fuzz). If files follow the name, the target runs on each of them.
if (args.Length == 0 || !FuzzTargets.All.TryGetValue(args[0], out var target))
{
    Console.Error.WriteLine($"Usage: Amqp1.Fuzz {string.Join('|', FuzzTargets.All.Keys)} [FILE...]");
    return 2;
}

if (args.Length > 1)
{
    foreach (var file in args[1..])
    {
        target(File.ReadAllBytes(file));
    }

    return 0;
}

var log = Environment.GetEnvironmentVariable("AMQP1_FUZZ_LOG");
Fuzzer.Run(stream =>
{
    using var input = new MemoryStream();
    stream.CopyTo(input);
    try
    {
        target(input.ToArray());
    }
    catch (Exception finding) when (log is not null)
    {
        // afl-fuzz keeps the input but discards the exception.
        File.AppendAllText(log, $"{finding}\n");
        throw;
    }
});
return 0;
