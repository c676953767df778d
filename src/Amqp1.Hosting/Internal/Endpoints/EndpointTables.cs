using System.Text.Json;

namespace Amqp1.Hosting.Internal;

/// <summary>Combines the tables of all sources. A class from several sources is added once.</summary>
internal static class EndpointTables
{
    public static EndpointTable Load(IEnumerable<IEndpointSource> sources, JsonSerializerOptions json, RegisteredServices services)
    {
        var tables = new List<EndpointTable>();
        var errors = new List<string>();
        foreach (var source in sources)
        {
            try
            {
                tables.Add(source.Load(json, services));
            }
            catch (InvalidEndpointException invalid)
            {
                errors.AddRange(invalid.Errors);
            }
        }

        return errors.Count == 0
            ? new EndpointTable(
                [.. tables.SelectMany(table => table.Rpc).DistinctBy(endpoint => endpoint.EndpointType)],
                [.. tables.SelectMany(table => table.Notifications).DistinctBy(endpoint => endpoint.EndpointType)])
            {
                Factories = tables.SelectMany(table => table.Factories).DistinctBy(factory => factory.Key).ToDictionary(),
            }
            : throw new InvalidEndpointException([.. errors.Distinct()]);
    }

    /// <summary>Returns the table without the endpoints of the given classes.</summary>
    public static EndpointTable Without(this EndpointTable table, IReadOnlySet<Type> types) => types.Count == 0 ? table : table with
    {
        Rpc = [.. table.Rpc.Where(endpoint => !types.Contains(endpoint.EndpointType))],
        Notifications = [.. table.Notifications.Where(endpoint => !types.Contains(endpoint.EndpointType))],
    };
}
