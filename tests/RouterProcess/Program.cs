using System.Globalization;
using Amqp1.Embedded;

// The embedded router in a process that tests can kill. The first argument is the port. With a second argument, the path of a store, every
// address is a durable queue. A third argument is a preset; the path may be empty then. The process writes its process id when it listens,
// and ends with its parent.
var options = new EmbeddedRouterOptions { Port = int.Parse(args[0], CultureInfo.InvariantCulture) };
if (args.Length > 1 && args[1].Length > 0)
{
    options.DefaultDistribution = Distribution.Queue;
    options.UseSqliteStore(args[1]);
}

if (args.Length > 2)
{
    options.UsePreset(Enum.Parse<EmbeddedPreset>(args[2]));
}

await using var router = await EmbeddedRouter.StartAsync(options);
Console.WriteLine(Environment.ProcessId);
while (await Console.In.ReadLineAsync() is not null)
{
}
