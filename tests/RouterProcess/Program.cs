using System.Globalization;
using Amqp1.Embedded;

// The embedded router in a process that tests can kill. The argument is the port. The process writes its process id when it listens, and
// ends with its parent.
var options = new EmbeddedRouterOptions { Port = int.Parse(args[0], CultureInfo.InvariantCulture) };
await using var router = await EmbeddedRouter.StartAsync(options);
Console.WriteLine(Environment.ProcessId);
while (await Console.In.ReadLineAsync() is not null)
{
}
