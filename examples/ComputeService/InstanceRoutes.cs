using Amqp1.Rpc;

namespace ComputeService;

/// <summary>The HTTP side. It keeps nothing itself: every request becomes a call over the bus, to whichever host answers.</summary>
internal static class InstanceRoutes
{
    public static void MapInstances(this WebApplication app)
    {
        var instances = app.MapGroup("/instances").AddEndpointFilter<RpcErrorFilter>();

        instances.MapGet("/", async ([FromKeyedServices("compute")] RpcClient compute, CancellationToken cancel) =>
            await compute.CallAsync<Instance[]>("list_instances", cancel: cancel));

        instances.MapPost("/", async (BuildRequest request, [FromKeyedServices("compute")] RpcClient compute, CancellationToken cancel) =>
        {
            var instance = await compute.CallAsync<Instance>("build_instance", request, cancel);
            return Results.Created($"/instances/{instance!.Id}", instance);
        });

        instances.MapGet("/{id}", async (string id, [FromKeyedServices("compute")] RpcClient compute, CancellationToken cancel) =>
            await compute.CallAsync<Instance>("get_instance", new { instance_id = id }, cancel));

        instances.MapDelete("/{id}", async (string id, [FromKeyedServices("compute")] RpcClient compute, CancellationToken cancel) =>
        {
            await compute.CallAsync("delete_instance", new { instance_id = id }, cancel);
            return Results.NoContent();
        });
    }
}
