using System.Globalization;
using Amqp1.Notifications;
using Amqp1.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A service that tests kill: OutboxProcess URL DATABASE. It writes orders, each with a notification in the same transaction, and prints the
// number of each order that it has committed. When its input ends, it writes no more orders, prints "end" and keeps sending for ten minutes, so
// that it ends although the test that should kill it has failed.
var (url, database) = (args[0], $"Data Source={args[1]}");
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "orders" });
builder.Configuration["Amqp1:TransportUrl"] = url;
builder.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
builder.AddAmqp1Messaging().AddNotificationOutbox(options => options.ConnectionString = database);
using var host = builder.Build();
await host.StartAsync();

var outbox = host.Services.GetRequiredService<INotificationOutbox>();
using var connection = new SqliteConnection(database);
connection.Open();
using (var create = connection.CreateCommand())
{
    create.CommandText = "CREATE TABLE IF NOT EXISTS orders (number INTEGER PRIMARY KEY AUTOINCREMENT)";
    create.ExecuteNonQuery();
}

var ended = Task.Run(() =>
{
    while (Console.In.ReadLine() is not null)
    {
    }
});
while (!ended.IsCompleted)
{
    using var transaction = connection.BeginTransaction();
    using var insert = connection.CreateCommand();
    insert.Transaction = transaction;
    insert.CommandText = "INSERT INTO orders DEFAULT VALUES RETURNING number";
    var number = (long)insert.ExecuteScalar()!;
    outbox.Add(transaction, NotificationPriority.Info, "order.created", new Dictionary<string, long> { ["number"] = number });
    transaction.Commit();
    outbox.Wake();
    Console.Out.WriteLine(number.ToString(CultureInfo.InvariantCulture));
    Console.Out.Flush();
}

Console.Out.WriteLine("end");
Console.Out.Flush();
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
await new TaskCompletionSource().Task.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
