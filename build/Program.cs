using KfPipelineTasks.Build;

return Surroundings.TryOfThisProcess() is { } surroundings ? KfProgram.Run(args, surroundings) : 2;
