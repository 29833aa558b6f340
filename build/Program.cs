using KfPipelineTasks.Build;

return KfProgram.Run(args, Surroundings.OfThisProcess());
