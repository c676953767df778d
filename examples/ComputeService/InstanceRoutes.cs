namespace ComputeService;

/// <summary>The HTTP endpoints. They keep no state: each request becomes a call over the bus, which any host of the topic answers.</summary>
internal static class InstanceRoutes
{
    public static void MapInstances(this WebApplication app)
    {
        var instances = app.MapGroup("/instances").AddEndpointFilter<RpcErrorFilter>();
        instances.MapGet("/", (ICompute compute, CancellationToken cancel) => compute.ListInstancesAsync(cancel));
        instances.MapGet("/{id}", (string id, ICompute compute, CancellationToken cancel) => compute.GetInstanceAsync(id, cancel));
        instances.MapPost("/", async (BuildRequest request, ICompute compute, CancellationToken cancel) =>
        {
            var instance = await compute.BuildInstanceAsync(request.Name, request.Flavor, cancel);
            return Results.Created($"/instances/{instance.Id}", instance);
        });
        instances.MapDelete("/{id}", async (string id, ICompute compute, CancellationToken cancel) =>
        {
            await compute.DeleteInstanceAsync(id, cancel);
            return Results.NoContent();
        });
    }
}
